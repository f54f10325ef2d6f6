import { ChannelId, ContactId, QueueId, SectorId } from "../ids.ts";
import { ClientMessageId, Fields, QueuedEntry, TemplateContent, Ticket } from "../tickets.ts";
import { Name, Priority, WhatsAppAddress } from "../values.ts";
import { route, staffErrors } from "./route.ts";
import { CallbackTarget } from "../webhooks.ts";
import * as z from "zod";

/** Whom a new ticket is with: somebody the desk knows, or whoever has an address, who is made a contact where they are none. */
export const NewContact = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("known"), contactId: ContactId }),
  z.strictObject({ kind: z.literal("address"), address: WhatsAppAddress, name: Name }),
]);
export type NewContact = z.infer<typeof NewContact>;

/** A bot hands a contact over. */
export const FlowOpening = z.strictObject({
  kind: z.literal("flow"),
  channelId: ChannelId,
  contact: NewContact,
  /** Either a queue, or a sector, whose oldest queue that takes the channel gets the ticket. */
  to: z.union([z.strictObject({ queueId: QueueId }), z.strictObject({ sectorId: SectorId })]),
  priority: Priority.default(0),
  fields: Fields.nullable().default(null),
  history: QueuedEntry.shape.history.default(null),
  /** Is told once the ticket is closed, and once it is rated. */
  callback: CallbackTarget.nullable().default(null),
});
export type FlowOpening = z.infer<typeof FlowOpening>;

/** A person begins a conversation. */
export const OutreachOpening = z.strictObject({
  kind: z.literal("outreach"),
  channelId: ChannelId,
  contact: NewContact,
  queueId: QueueId,
  clientMessageId: ClientMessageId,
  template: TemplateContent,
});
export type OutreachOpening = z.infer<typeof OutreachOpening>;

/** A ticket, and whether it was opened by this request. */
export const Opened = z.strictObject({ ticket: Ticket, created: z.boolean() });
export type Opened = z.infer<typeof Opened>;

/** How tickets come to be without a contact having written. */
export const openingRoutes = {
  openTicket: route({
    name: "openTicket",
    method: "POST",
    path: "/tickets",
    summary:
      "Opens a ticket. `flow`: a bot hands a contact over to a queue; `outreach`: a person begins with a template. A contact who has a live ticket on that channel gets no second one: one that is with a bot goes into the queue, any other is answered as it is",
    function: "api-tickets",
    access: { kind: "staff", roles: ["admin", "supervisor", "agent"], scope: "bot" },
    rule: "ticket-open",
    body: z.discriminatedUnion("kind", [FlowOpening, OutreachOpening]),
    idempotent: true,
    status: 201,
    response: Opened,
    errors: [
      "BAD_REQUEST",
      ...staffErrors,
      "NOT_FOUND",
      "IDEMPOTENCY_MISMATCH",
      "QUEUE_FULL",
      "SECTOR_CLOSED",
      "CONTACT_BLOCKED",
      "CONTACT_HAS_TICKET",
      "AGENT_AT_LIMIT",
      "BUSY",
    ],
  }),
} as const;
