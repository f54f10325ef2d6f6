import { AgentId, ChannelId, QueueId, SectorId, TagId, TicketId } from "../ids.ts";
import {
  Choices,
  ClientMessageId,
  Entry,
  MessageText,
  OutboundMessageEntry,
  Protocol,
  TemplateContent,
  Ticket,
} from "../tickets.ts";
import { Empty, everyone, pageOf, paging, route, staffErrors } from "./route.ts";
import { TicketView } from "../waiting.ts";
import { Time } from "../values.ts";
import * as z from "zod";

const ofTicket = z.strictObject({ ticketId: TicketId });
/** Writes may say which version of the head they were decided on. */
const expecting = { expectedVersion: z.int().min(1).optional() };
const workers = ["admin", "supervisor", "agent"] as const;
const found = ["BAD_REQUEST", ...staffErrors, "NOT_FOUND"] as const;
const changing = [...found, "VERSION_CONFLICT", "BUSY"] as const;

/** What people and programs say. */
const Said = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: MessageText }),
  TemplateContent,
  Choices.omit({ form: true }),
]);

export const TicketList = z.enum(["open", "snoozed", "waiting", "bot", "closed"]);
export type TicketList = z.infer<typeof TicketList>;

export const ticketRoutes = {
  listTickets: route({
    name: "listTickets",
    method: "GET",
    path: "/tickets",
    summary:
      "Tickets of one list. `open`: the person's own, or those of `agentId` or of all their sectors for who may see them. `snoozed`: the same of those put away, by the time they wake. `waiting`: in the order they will be served. `closed`: the last closed first; a page may be short although the cursor goes on",
    function: "api-tickets",
    access: { kind: "staff", roles: everyone, scope: "tickets:read" },
    rule: "listing",
    query: z.strictObject({
      ...paging,
      list: TicketList,
      sectorId: SectorId.optional(),
      queueId: QueueId.optional(),
      agentId: AgentId.optional(),
      channelId: ChannelId.optional(),
      tagId: TagId.optional(),
      /** Tickets of this contact, the newest first: an id, a phone however it is written, or a name in full. */
      contact: z.string().min(1).max(200).optional(),
      /** The one ticket with this number. */
      protocol: Protocol.optional(),
      /** For `closed`: closing times from (default: 90 days ago) and to (default: now), at most 366 days apart; with `contact` of any time by default. */
      from: Time.optional(),
      to: Time.optional(),
    }),
    status: 200,
    response: pageOf(Ticket),
    errors: ["BAD_REQUEST", "CURSOR_INVALID", ...staffErrors],
  }),
  getTicket: route({
    name: "getTicket",
    method: "GET",
    path: "/tickets/{ticketId}",
    summary: "A ticket's head; of one that waits also its place in line and why it waits",
    function: "api-tickets",
    access: { kind: "staff", roles: everyone, scope: "tickets:read" },
    rule: "ticket-see",
    params: ofTicket,
    status: 200,
    response: TicketView,
    errors: found,
  }),
  getTimeline: route({
    name: "getTimeline",
    method: "GET",
    path: "/tickets/{ticketId}/timeline",
    summary:
      "Entries by number: those after `after` in order, or the last ones before `before` (default: the newest) in order",
    function: "api-tickets",
    access: { kind: "staff", roles: everyone, scope: "tickets:read" },
    rule: "ticket-see",
    params: ofTicket,
    query: z.strictObject({
      after: z.coerce.number().int().min(0).optional(),
      before: z.coerce.number().int().min(1).optional(),
      limit: paging.limit,
    }),
    status: 200,
    response: z.strictObject({
      items: z.array(Entry),
      /** Whether entries follow in the direction of reading. */
      more: z.boolean(),
    }),
    errors: found,
  }),
  takeTicket: route({
    name: "takeTicket",
    method: "POST",
    path: "/tickets/{ticketId}/take",
    summary:
      "Takes a waiting ticket of a queue the person serves, within the limit; with `force` over it, for supervisors of the sector and administrators",
    function: "api-tickets",
    access: { kind: "staff", roles: workers },
    rule: "ticket-take",
    params: ofTicket,
    body: z.strictObject({ force: z.boolean().default(false), ...expecting }),
    status: 200,
    response: Ticket,
    errors: [...changing, "TICKET_NOT_WAITING", "TICKET_CLOSED", "AGENT_AT_LIMIT"],
  }),
  closeTicket: route({
    name: "closeTicket",
    method: "POST",
    path: "/tickets/{ticketId}/close",
    summary: "Closes a ticket with tags of its sector: those given, or those it has where none is",
    function: "api-tickets",
    access: { kind: "staff", roles: workers },
    rule: "ticket-close",
    params: ofTicket,
    body: z.strictObject({ tagIds: z.array(TagId).max(10).default([]), ...expecting }),
    status: 200,
    response: Ticket,
    errors: [...changing, "TICKET_CLOSED", "NOT_ASSIGNEE", "TAGS_REQUIRED", "TAG_OF_OTHER_SECTOR"],
  }),
  sendMessage: route({
    name: "sendMessage",
    method: "POST",
    path: "/tickets/{ticketId}/messages",
    summary:
      "Answers the contact: a person on a ticket they hold, a program on one that is with the external bot. A template may be sent at any time, the rest within the window; `choices` are for programs, and the desk shows them as WhatsApp can. The same clientMessageId with the same content answers the first result",
    function: "api-messaging",
    access: { kind: "staff", roles: workers, scope: "bot" },
    rule: "ticket-answer",
    params: ofTicket,
    body: z.strictObject({
      clientMessageId: ClientMessageId,
      content: Said,
      ...expecting,
    }),
    status: 201,
    response: OutboundMessageEntry,
    errors: [
      ...changing,
      "TICKET_NOT_OPEN",
      "TICKET_CLOSED",
      "NOT_ASSIGNEE",
      "WINDOW_CLOSED",
      "IDEMPOTENCY_MISMATCH",
    ],
  }),
} as const;

export const hookRoutes = {
  verifyWhatsApp: route({
    name: "verifyWhatsApp",
    method: "GET",
    path: "/hooks/whatsapp",
    summary: "Meta's handshake: answers the challenge, as plain text, when the verify token is known",
    function: "whatsapp-webhook",
    access: { kind: "meta" },
    rule: "signature",
    status: 200,
    response: z.string(),
    errors: ["FORBIDDEN"],
  }),
  receiveWhatsApp: route({
    name: "receiveWhatsApp",
    method: "POST",
    path: "/hooks/whatsapp",
    summary: "Meta's events, signed over the raw bytes; answered 200 once they are in the queue",
    function: "whatsapp-webhook",
    access: { kind: "meta" },
    rule: "signature",
    status: 200,
    response: Empty,
    errors: ["SIGNATURE_INVALID", "BAD_REQUEST", "PAYLOAD_TOO_LARGE", "BUSY"],
  }),
} as const;
