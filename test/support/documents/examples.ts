import type { Json } from "./json.ts";

const ulid = "01KAQ0B6ZK3W8T4N5X7Y9C2D1E";

/** An example for each schema that is more than a plain text, by its name in the documents. */
export const examples: Readonly<Record<string, Json>> = {
  AgentId: `agt_${ulid}`,
  ChannelId: `chn_${ulid}`,
  ContactId: `con_${ulid}`,
  QueueId: `que_${ulid}`,
  SectorId: `sec_${ulid}`,
  CannedResponseId: `can_${ulid}`,
  PauseReasonId: `pau_${ulid}`,
  TagId: `tag_${ulid}`,
  TicketId: `tkt_${ulid}`,
  ClientMessageId: "desk-7f3a9c21",
  Name: "Financeiro",
  Password: "Uma-senha-2026",
  Protocol: "2026112348151623",
  Time: "2026-11-23T12:00:00.000Z",
  WhatsAppAddress: { phone: "5511987654321" },
};
