import { AgentId, ApiKeyId, ChannelId, ContactId, QueueId, SectorId, TagId, TicketId } from "./ids.ts";
import { Content, Purpose, TemplateContent } from "./content.ts";
import { Priority, Time, WhatsAppAddress } from "./values.ts";
import * as z from "zod";

/** The number a contact can quote: a prefix, the day of queueing (or none) and random digits, as the settings say. */
export const Protocol = z.string().regex(/^[A-Z0-9-]{0,8}\d{6,18}$/);
export type Protocol = z.infer<typeof Protocol>;

/** A name for a message that the sender makes up, so that sending again is not saying twice. */
export const ClientMessageId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
export type ClientMessageId = z.infer<typeof ClientMessageId>;

/** Who made an entry. `key` is a program (an external bot, for example), by its API key; `system` the desk itself. */
export const Author = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("contact") }),
  z.strictObject({ kind: z.literal("agent"), agentId: AgentId }),
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
export const Ineligibility = z.enum(["not-in-queue", "offline", "paused", "at-limit"]);
export type Ineligibility = z.infer<typeof Ineligibility>;

/** Why a ticket went to whom it went: lists hold at most 30 agents each, the counts tell of all. */
export const RoutingReasons = z.strictObject({
  /** Who was preferred when the choice was made, and whether they got it. */
  preferred: AgentId.nullable(),
  eligible: z.array(z.strictObject({ agentId: AgentId, load: z.int(), lastAssignedAt: Time })).max(30),
  others: z.array(z.strictObject({ agentId: AgentId, reason: Ineligibility })).max(30),
  eligibleCount: z.int(),
  othersCount: z.int(),
});
export type RoutingReasons = z.infer<typeof RoutingReasons>;

/** Until `until` only this agent is given the ticket by the router; after that anybody is. */
export const Preference = z.strictObject({
  agentId: AgentId,
  until: Time,
  why: z.enum(["last-agent", "linked-agent", "outreach", "snooze", "transfer"]),
});
export type Preference = z.infer<typeof Preference>;

/**
 * A queue that could not take a contact who was to go there, and that they were told so: nobody is there (`closed`), or its line
 * is full. It is remembered so that they are not told again and again.
 */
export const Refused = z.strictObject({ queueId: QueueId, why: z.enum(["closed", "full"]), at: Time });
export type Refused = z.infer<typeof Refused>;

/** Who receives a contact who is in no queue yet. */
export const BotState = z.discriminatedUnion("kind", [
  /** Nobody: a potential that waits for a person's attention. */
  z.strictObject({ kind: z.literal("none") }),
  /** On the way into a queue that could not take them when they wrote last. */
  z.strictObject({ kind: z.literal("queue"), queueId: QueueId, refused: Refused.nullable() }),
  /**
   * The built-in menu. `options` are the queues it offered last, in the order shown, empty before the first time; `tries` counts
   * answers not understood; `refused` is what became of the last choice.
   */
  z.strictObject({
    kind: z.literal("menu"),
    options: z.array(QueueId).max(10),
    tries: z.int().min(0).max(20),
    refused: Refused.nullable(),
  }),
  /** A bot of the business's own, which hears of each entry by webhook and writes by API key. */
  z.strictObject({ kind: z.literal("external") }),
]);
export type BotState = z.infer<typeof BotState>;

/** What a flow knows of a contact when it hands over: up to 30 short values. */
export const Fields = z
  .record(z.string().regex(/^[A-Za-z][\w-]{0,39}$/), z.union([z.string().max(500), z.number(), z.boolean()]))
  .refine((fields) => Object.keys(fields).length <= 30, "at most 30 fields");

const numbered = {
  ticketId: TicketId,
  /** 1, 2, 3 … without gaps within the ticket. */
  number: z.int().min(1),
  /** When the desk recorded it. */
  at: Time,
  by: Author,
};

/** A line of free text between colleagues. */
export const NoteText = z.string().trim().min(1).max(4_096);

export const OpenedEntry = z.strictObject({
  ...numbered,
  type: z.literal("opened"),
  contactId: ContactId,
  contactName: z.string().max(200),
  channelId: ChannelId,
  channelKind: z.literal("whatsapp"),
  address: WhatsAppAddress,
  bot: BotState,
  /** The contact's ticket before this one on this channel, where there was one. */
  formerTicketId: TicketId.nullable(),
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
  purpose: Purpose.nullable(),
  /** For `position`: the place that was told. */
  position: z.int().min(1).nullable(),
  clientMessageId: ClientMessageId,
  delivery: Delivery,
});

/** What colleagues tell each other. The contact never sees it. */
export const NoteEntry = z.strictObject({ ...numbered, type: z.literal("note"), text: NoteText });

/** Somebody marked the ticket as answered (`unread` false) or not. */
export const MarkedEntry = z.strictObject({ ...numbered, type: z.literal("marked"), unread: z.boolean() });

/** The reception's menu changed: what it offers, how often it was not understood. */
export const ReceptionEntry = z.strictObject({ ...numbered, type: z.literal("reception"), bot: BotState });

export const QueuedEntry = z.strictObject({
  ...numbered,
  type: z.literal("queued"),
  protocol: Protocol,
  sectorId: SectorId,
  queueId: QueueId,
  priority: Priority,
  preference: Preference.nullable(),
  /** What the flow that handed over knew. */
  fields: Fields.nullable(),
  /** What was said before, elsewhere; newest last. */
  history: z
    .array(
      z.strictObject({ from: z.enum(["contact", "bot"]), text: z.string().max(4_096), at: Time.nullable() }),
    )
    .max(50)
    .nullable(),
});

/** `forced`: over the agent's limit, by somebody who may. */
export const AssignedEntry = z.strictObject({
  ...numbered,
  type: z.literal("assigned"),
  agentId: AgentId,
  mode: z.enum(["routed", "taken", "outreach"]),
  forced: z.boolean(),
  reasons: RoutingReasons.nullable(),
});

/** Why a ticket went to another place. All but `transferred` and `woken` happen to it without anybody having chosen its way. */
export const MoveReason = z.enum([
  "agent-signed-out",
  "agent-deactivated",
  "agent-removed",
  "queue-removed",
  "sector-removed",
  "transferred",
  "woken",
]);
export type MoveReason = z.infer<typeof MoveReason>;

/** Where a ticket was: `agentId` is who held it, null while it waited. */
export const TicketOrigin = z.strictObject({
  sectorId: SectorId,
  queueId: QueueId,
  agentId: AgentId.nullable(),
});

/**
 * A ticket that was in a line or with an agent is in a line again. It keeps its time of queueing, so it waits among the
 * others as long as it has waited; what an agent held comes before all (priority 9).
 */
export const RequeuedEntry = z.strictObject({
  ...numbered,
  type: z.literal("requeued"),
  from: TicketOrigin,
  sectorId: SectorId,
  queueId: QueueId,
  priority: Priority,
  reason: MoveReason,
  note: NoteText.nullable(),
  preference: Preference.nullable(),
});

/** An open ticket belongs to another queue now; who holds it keeps it. */
export const MovedEntry = z.strictObject({
  ...numbered,
  type: z.literal("moved"),
  from: TicketOrigin,
  sectorId: SectorId,
  queueId: QueueId,
  reason: MoveReason,
});

/** Somebody gave the ticket to an agent. `forced`: although they had no room. */
export const TransferredEntry = z.strictObject({
  ...numbered,
  type: z.literal("transferred"),
  from: TicketOrigin,
  sectorId: SectorId,
  queueId: QueueId,
  agentId: AgentId,
  forced: z.boolean(),
  note: NoteText.nullable(),
});

/** Put away until a time. `number` counts the snoozes of the ticket: a wake-up names the one it belongs to. */
export const SnoozedEntry = z.strictObject({
  ...numbered,
  type: z.literal("snoozed"),
  snooze: z.int().min(1),
  until: Time,
  /** Sent when it wakes; for a snooze that ends after the window. */
  template: TemplateContent.nullable(),
});

/** Awake again, with its agent (`agentId`) or in its line before all others (null). */
export const WokenEntry = z.strictObject({
  ...numbered,
  type: z.literal("woken"),
  snooze: z.int().min(1),
  because: z.enum(["due", "agent", "contact", "moved"]),
  /** Who had put it away. */
  owner: AgentId,
  queueId: QueueId,
  agentId: AgentId.nullable(),
  preference: Preference.nullable(),
});

/** The tags of an open ticket, all of them. */
export const TaggedEntry = z.strictObject({
  ...numbered,
  type: z.literal("tagged"),
  tagIds: z.array(TagId).max(10),
});

/** Back to the bot: nobody holds it and no line has it any more. */
export const ReturnedEntry = z.strictObject({
  ...numbered,
  type: z.literal("returned"),
  from: TicketOrigin,
  /** Its phase until then. */
  was: z.enum(["waiting", "open", "snoozed"]),
  bot: BotState,
});

/** Why a ticket ended. `dropped` and `expired` are potentials that nobody attended. */
export const CloseReason = z.enum(["agent", "inactivity", "dropped", "expired", "refused", "removed"]);
export type CloseReason = z.infer<typeof CloseReason>;

export const ClosedEntry = z.strictObject({
  ...numbered,
  type: z.literal("closed"),
  /** Its phase until then. */
  was: z.enum(["bot", "waiting", "open", "snoozed"]),
  agentId: AgentId.nullable(),
  tagIds: z.array(TagId).max(10),
  reason: CloseReason,
});

/** How the contact rated the attendance, after it was closed. */
export const RatedEntry = z.strictObject({
  ...numbered,
  type: z.literal("rated"),
  score: z.int().min(1).max(5),
});

/** One numbered line of a ticket's timeline. */
export const Entry = z.union([
  OpenedEntry,
  InboundMessageEntry,
  OutboundMessageEntry,
  NoteEntry,
  MarkedEntry,
  ReceptionEntry,
  QueuedEntry,
  AssignedEntry,
  RequeuedEntry,
  MovedEntry,
  TransferredEntry,
  SnoozedEntry,
  WokenEntry,
  TaggedEntry,
  ReturnedEntry,
  ClosedEntry,
  RatedEntry,
]);
export type Entry = z.infer<typeof Entry>;
export type OutboundMessage = z.infer<typeof OutboundMessageEntry>;
