import {
  AgentId,
  ChannelId,
  ContactId,
  QueueId,
  SectorId,
  TagId,
  TicketId,
} from "../../shared/contracts/ids.ts";

/** Ids for tests: real in shape, told apart by their last characters. */
const ulid = (suffix: string): string => suffix.toUpperCase().padStart(26, "0");

export const agentId = (suffix: string): AgentId => AgentId.parse(`agt_${ulid(suffix)}`);
export const agents = [agentId("1"), agentId("2"), agentId("3")] as const;
export const channelId = ChannelId.parse(`chn_${ulid("1")}`);
export const contactId = ContactId.parse(`con_${ulid("1")}`);
export const queueId = QueueId.parse(`que_${ulid("1")}`);
export const otherQueueId = QueueId.parse(`que_${ulid("2")}`);
export const otherSectorId = SectorId.parse(`sec_${ulid("2")}`);
export const sectorId = SectorId.parse(`sec_${ulid("1")}`);
export const tags = [TagId.parse(`tag_${ulid("1")}`), TagId.parse(`tag_${ulid("2")}`)] as const;
export const ticketId = TicketId.parse(`tkt_${ulid("1")}`);
