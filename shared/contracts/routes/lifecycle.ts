import { AgentId, QueueId, SectorId, TagId, TicketId } from "../ids.ts";
import { NoteText, TemplateContent, Ticket } from "../tickets.ts";
import { route, staffErrors } from "./route.ts";
import { Time } from "../values.ts";
import { ErrorCode } from "../errors.ts";
import * as z from "zod";

const ofTicket = z.strictObject({ ticketId: TicketId });
/** Writes may say which version of the head they were decided on. */
const expecting = { expectedVersion: z.int().min(1).optional() };
const workers = { kind: "staff", roles: ["admin", "supervisor", "agent"] } as const;
const changing = ["BAD_REQUEST", ...staffErrors, "NOT_FOUND", "VERSION_CONFLICT", "BUSY"] as const;

/** Where a ticket is sent: an agent who serves the queue, a queue, or a sector (its first open queue). */
export const TransferTarget = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("agent"), agentId: AgentId, queueId: QueueId }),
  z.strictObject({ kind: z.literal("queue"), queueId: QueueId }),
  z.strictObject({ kind: z.literal("sector"), sectorId: SectorId }),
]);
export type TransferTarget = z.infer<typeof TransferTarget>;

const transferring = {
  to: TransferTarget,
  note: NoteText.nullable().default(null),
  /** Although the agent has no room: for supervisors of the sector. */
  force: z.boolean().default(false),
  /** Although nobody attends there now. */
  confirmed: z.boolean().default(false),
};
const transferErrors = [
  "TICKET_CLOSED",
  "TICKET_NOT_OPEN",
  "NOT_ASSIGNEE",
  "AGENT_AT_LIMIT",
  "AGENT_NOT_AVAILABLE",
  "QUEUE_FULL",
  "QUEUE_UNATTENDED",
  "SECTOR_CLOSED",
] as const;

/** Tickets of one bulk request, each with the version it was chosen at, where that matters. */
const BulkTickets = z
  .array(z.strictObject({ ticketId: TicketId, ...expecting }))
  .min(1)
  .max(50);

/** What people do with a ticket on its way from the line to its end. */
export const handlingRoutes = {
  addNote: route({
    name: "addNote",
    method: "POST",
    path: "/tickets/{ticketId}/notes",
    summary: "A line between colleagues, which the contact never sees",
    function: "api-messaging",
    access: workers,
    rule: "ticket-note",
    params: ofTicket,
    body: z.strictObject({ text: NoteText, ...expecting }),
    idempotent: true,
    status: 201,
    response: Ticket,
    errors: [...changing, "TICKET_CLOSED", "IDEMPOTENCY_MISMATCH"],
  }),
  markRead: route({
    name: "markRead",
    method: "POST",
    path: "/tickets/{ticketId}/read",
    summary: "Marks a ticket as answered; for who holds it",
    function: "api-messaging",
    access: workers,
    rule: "ticket-answer",
    params: ofTicket,
    body: z.strictObject(expecting),
    status: 200,
    response: Ticket,
    errors: [...changing, "TICKET_CLOSED", "TICKET_NOT_OPEN", "NOT_ASSIGNEE"],
  }),
  markUnread: route({
    name: "markUnread",
    method: "POST",
    path: "/tickets/{ticketId}/unread",
    summary: "Marks a ticket as not answered; for who holds it",
    function: "api-messaging",
    access: workers,
    rule: "ticket-answer",
    params: ofTicket,
    body: z.strictObject(expecting),
    status: 200,
    response: Ticket,
    errors: [...changing, "TICKET_CLOSED", "TICKET_NOT_OPEN", "NOT_ASSIGNEE"],
  }),
  setTags: route({
    name: "setTags",
    method: "PUT",
    path: "/tickets/{ticketId}/tags",
    summary: "Says which tags of its sector an open ticket has",
    function: "api-tickets",
    access: workers,
    rule: "ticket-close",
    params: ofTicket,
    body: z.strictObject({ tagIds: z.array(TagId).max(10), ...expecting }),
    status: 200,
    response: Ticket,
    errors: [...changing, "TICKET_CLOSED", "TICKET_NOT_OPEN", "NOT_ASSIGNEE", "TAG_OF_OTHER_SECTOR"],
  }),
  transferTicket: route({
    name: "transferTicket",
    method: "POST",
    path: "/tickets/{ticketId}/transfer",
    summary:
      "Sends a waiting or open ticket to an agent, a queue or a sector. What is there already is answered as it is",
    function: "api-tickets",
    access: workers,
    rule: "ticket-transfer",
    params: ofTicket,
    body: z.strictObject({ ...transferring, ...expecting }),
    status: 200,
    response: Ticket,
    errors: [...changing, ...transferErrors],
  }),
  bulkTickets: route({
    name: "bulkTickets",
    method: "POST",
    path: "/tickets/bulk",
    summary:
      "Closes or transfers up to 50 tickets, one after the other and each by the ordinary rules, with a result for each",
    function: "api-tickets",
    access: workers,
    rule: "ticket-each",
    body: z.discriminatedUnion("action", [
      z.strictObject({
        action: z.literal("close"),
        tickets: BulkTickets,
        tagIds: z.array(TagId).max(10).default([]),
      }),
      z.strictObject({
        action: z.literal("transfer"),
        tickets: BulkTickets,
        ...transferring,
      }),
    ]),
    status: 200,
    response: z.strictObject({
      results: z.array(z.strictObject({ ticketId: TicketId, ok: z.boolean(), code: ErrorCode.nullable() })),
    }),
    errors: ["BAD_REQUEST", ...staffErrors],
  }),
  snoozeTicket: route({
    name: "snoozeTicket",
    method: "POST",
    path: "/tickets/{ticketId}/snooze",
    summary: "Puts an open ticket away until a time, or a snoozed one until another",
    function: "api-tickets",
    access: workers,
    rule: "ticket-answer",
    params: ofTicket,
    body: z.strictObject({
      until: Time,
      /** Sent when it wakes, for a time after the window. */
      template: TemplateContent.nullable().default(null),
      /** The person knows that the window will be shut by then. */
      confirmed: z.boolean().default(false),
      ...expecting,
    }),
    status: 200,
    response: Ticket,
    errors: [...changing, "TICKET_CLOSED", "TICKET_NOT_OPEN", "NOT_ASSIGNEE", "SNOOZE_CROSSES_WINDOW"],
  }),
  wakeTicket: route({
    name: "wakeTicket",
    method: "POST",
    path: "/tickets/{ticketId}/wake",
    summary: "Takes a snoozed ticket up again at once",
    function: "api-tickets",
    access: workers,
    rule: "ticket-close",
    params: ofTicket,
    body: z.strictObject(expecting),
    status: 200,
    response: Ticket,
    errors: [...changing, "TICKET_CLOSED", "TICKET_NOT_SNOOZED", "NOT_ASSIGNEE"],
  }),
  handBack: route({
    name: "handBack",
    method: "POST",
    path: "/tickets/{ticketId}/bot",
    summary:
      "Turns the channel's bot or menu on again for a ticket in a line or with an agent: the agent is released, the history stays",
    function: "api-tickets",
    access: workers,
    rule: "ticket-close",
    params: ofTicket,
    body: z.strictObject(expecting),
    status: 200,
    response: Ticket,
    errors: [...changing, "TICKET_CLOSED", "NOT_ASSIGNEE", "NO_BOT"],
  }),
  dropTicket: route({
    name: "dropTicket",
    method: "POST",
    path: "/tickets/{ticketId}/drop",
    summary: "Removes a potential; agents need the permission `dropPotentials`",
    function: "api-tickets",
    access: workers,
    rule: "ticket-drop",
    params: ofTicket,
    body: z.strictObject(expecting),
    status: 200,
    response: Ticket,
    errors: [...changing, "TICKET_CLOSED", "NOT_A_POTENTIAL"],
  }),
} as const;
