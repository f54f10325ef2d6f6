import { AgentId, ApiKeyId, ChannelId, ContactId, QueueId, SectorId, TagId, TicketId } from "./ids.ts";
import { Json, Priority, Time, WhatsAppAddress } from "./values.ts";
import * as z from "zod";

/** The number a contact can quote: a prefix, the day of queueing (or none) and random digits, as the settings say. */
export const Protocol = z.string().regex(/^[A-Z0-9-]{0,8}\d{6,18}$/);
export type Protocol = z.infer<typeof Protocol>;

/** A message's text: WhatsApp takes up to 4,096 characters. */
export const MessageText = z.string().min(1).max(4_096);

/** A name for a message that the sender makes up, so that sending again is not saying twice. */
export const ClientMessageId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
export type ClientMessageId = z.infer<typeof ClientMessageId>;

/**
 * What a message says. `unsupported` is a type the desk cannot show yet: it keeps what the provider sent, or, when that
 * is too large for an entry, the id under which its parts are kept for inspection.
 */
export const Content = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string().max(65_536) }),
  z.strictObject({ type: z.literal("unsupported"), kind: z.string().max(64), raw: Json }),
  z.strictObject({
    type: z.literal("unsupported-large"),
    kind: z.string().max(64),
    inspectionId: z.string(),
  }),
]);
export type Content = z.infer<typeof Content>;

/** Who made an entry. */
export const Author = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("contact") }),
  z.strictObject({ kind: z.literal("agent"), agentId: AgentId }),
  /** A program, by its API key. */
  z.strictObject({ kind: z.literal("key"), apiKeyId: ApiKeyId }),
  z.strictObject({ kind: z.literal("system") }),
]);
export type Author = z.infer<typeof Author>;

export const DeliveryStatus = z.enum([
  "queued",
  "sending",
  "unconfirmed",
  "sent",
  "failed",
  "delivered",
  "read",
]);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** Why a message could not be delivered: Meta's code where there is one, and what can be done about it. */
export const DeliveryFailure = z.strictObject({
  class: z.enum(["window", "contact", "request", "template", "channel", "account", "limit", "other"]),
  providerCode: z.int().nullable(),
  detail: z.string().max(500),
});
export type DeliveryFailure = z.infer<typeof DeliveryFailure>;

/**
 * How far an outbound message has come. `rank` orders the statuses and only ever grows (see domain/delivery.ts), except
 * that a send refused before it was accepted goes back from `sending` to `queued`.
 */
export const Delivery = z.strictObject({
  status: DeliveryStatus,
  rank: z.int().min(0).max(6),
  at: Time,
  /** How many times a send was begun. */
  attempts: z.int().min(0),
  providerId: z.string().max(256).nullable(),
  failure: DeliveryFailure.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** Why an agent did not get a ticket. */
export const Ineligibility = z.enum(["not-in-queue", "offline", "at-limit"]);
export type Ineligibility = z.infer<typeof Ineligibility>;

/** Why a ticket went to whom it went: lists hold at most 30 agents each, the counts tell of all. */
export const RoutingReasons = z.strictObject({
  eligible: z.array(z.strictObject({ agentId: AgentId, load: z.int(), lastAssignedAt: Time })).max(30),
  others: z.array(z.strictObject({ agentId: AgentId, reason: Ineligibility })).max(30),
  eligibleCount: z.int(),
  othersCount: z.int(),
});
export type RoutingReasons = z.infer<typeof RoutingReasons>;

const numbered = {
  ticketId: TicketId,
  /** 1, 2, 3 … without gaps within the ticket. */
  number: z.int().min(1),
  /** When the desk recorded it. */
  at: Time,
  by: Author,
};

export const OpenedEntry = z.strictObject({
  ...numbered,
  type: z.literal("opened"),
  contactId: ContactId,
  contactName: z.string().max(200),
  channelId: ChannelId,
  channelKind: z.literal("whatsapp"),
  address: WhatsAppAddress,
});

/** A message of the contact. `sentAt` is the provider's time, which may be days before `at`. */
export const InboundMessageEntry = z.strictObject({
  ...numbered,
  type: z.literal("message"),
  direction: z.literal("in"),
  content: Content,
  sentAt: Time,
  providerId: z.string().max(256),
  /** The address the contact wrote from, when it differs from the one known before. */
  address: WhatsAppAddress.optional(),
});

/** A message to the contact. `delivery` is the one part of an entry that changes after it was written. */
export const OutboundMessageEntry = z.strictObject({
  ...numbered,
  type: z.literal("message"),
  direction: z.literal("out"),
  content: Content,
  clientMessageId: ClientMessageId,
  delivery: Delivery,
});

export const QueuedEntry = z.strictObject({
  ...numbered,
  type: z.literal("queued"),
  protocol: Protocol,
  sectorId: SectorId,
  queueId: QueueId,
  priority: Priority,
});

export const AssignedEntry = z.strictObject({
  ...numbered,
  type: z.literal("assigned"),
  agentId: AgentId,
  mode: z.enum(["routed", "taken"]),
  reasons: RoutingReasons.nullable(),
});

/** Why a ticket had to go where nobody chose to send it. */
export const MoveReason = z.enum([
  "agent-signed-out",
  "agent-deactivated",
  "agent-removed",
  "queue-removed",
  "sector-removed",
]);
export type MoveReason = z.infer<typeof MoveReason>;

/** Where a ticket was: `agentId` is who held it, null while it waited. */
const origin = z.strictObject({ sectorId: SectorId, queueId: QueueId, agentId: AgentId.nullable() });

/**
 * A ticket that was in a line or with an agent is in a line again. It keeps its time of queueing, so it waits among the
 * others as long as it has waited; what an agent held comes before all (priority 9).
 */
export const RequeuedEntry = z.strictObject({
  ...numbered,
  type: z.literal("requeued"),
  from: origin,
  sectorId: SectorId,
  queueId: QueueId,
  priority: Priority,
  reason: MoveReason,
});

/** An open ticket belongs to another queue now; who holds it keeps it. */
export const MovedEntry = z.strictObject({
  ...numbered,
  type: z.literal("moved"),
  from: origin,
  sectorId: SectorId,
  queueId: QueueId,
  reason: MoveReason,
});

export const ClosedEntry = z.strictObject({
  ...numbered,
  type: z.literal("closed"),
  agentId: AgentId.nullable(),
  tagIds: z.array(TagId).max(20),
});

/** One numbered line of a ticket's timeline. */
export const Entry = z.union([
  OpenedEntry,
  InboundMessageEntry,
  OutboundMessageEntry,
  QueuedEntry,
  AssignedEntry,
  RequeuedEntry,
  MovedEntry,
  ClosedEntry,
]);
export type Entry = z.infer<typeof Entry>;
export type OutboundMessage = z.infer<typeof OutboundMessageEntry>;

const common = {
  id: TicketId,
  /** The number of the last entry: a head is the fold of its entries up to here. */
  version: z.int().min(1),
  contactId: ContactId,
  contactName: z.string().max(200),
  channelId: ChannelId,
  channelKind: z.literal("whatsapp"),
  address: WhatsAppAddress,
  openedAt: Time,
  /** The provider's time of the contact's last message: the 24-hour window runs from here. */
  lastInboundAt: Time.nullable(),
  lastMessageAt: Time.nullable(),
  /** When somebody of the business first answered. */
  firstResponseAt: Time.nullable(),
  /** Messages of the contact since the business last wrote. */
  unread: z.int().min(0),
};

const placed = {
  protocol: Protocol,
  sectorId: SectorId,
  queueId: QueueId,
  priority: Priority,
  /** Since when it counts in the line: a ticket that comes back keeps it. */
  queuedAt: Time,
};

export const BotTicket = z.strictObject({ ...common, phase: z.literal("bot") });
export const WaitingTicket = z.strictObject({ ...common, phase: z.literal("waiting"), ...placed });
export const OpenTicket = z.strictObject({
  ...common,
  phase: z.literal("open"),
  ...placed,
  agentId: AgentId,
  assignedAt: Time,
});
export const ClosedTicket = z.strictObject({
  ...common,
  phase: z.literal("closed"),
  protocol: Protocol.nullable(),
  sectorId: SectorId.nullable(),
  queueId: QueueId.nullable(),
  agentId: AgentId.nullable(),
  closedAt: Time,
  tagIds: z.array(TagId).max(20),
});

/** A ticket's head: its current state, always equal to the fold of its entries. */
export const Ticket = z.discriminatedUnion("phase", [BotTicket, WaitingTicket, OpenTicket, ClosedTicket]);
export type Ticket = z.infer<typeof Ticket>;
export type BotTicket = z.infer<typeof BotTicket>;
export type WaitingTicket = z.infer<typeof WaitingTicket>;
export type OpenTicket = z.infer<typeof OpenTicket>;
export type ClosedTicket = z.infer<typeof ClosedTicket>;
