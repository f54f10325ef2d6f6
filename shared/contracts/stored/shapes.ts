import {
  AgentItem,
  AgentListingItem,
  AgentPhotoItem,
  AuditItem,
  CannedResponseItem,
  ChannelItem,
  ConfigurationStampItem,
  FormerAgentItem,
  LoginItem,
  NumberSeenItem,
  PauseReasonItem,
  PhoneNumberItem,
  QueueItem,
  SeatItem,
  SectorItem,
  SettingsItem,
  ShortcutItem,
  SignInAttemptsItem,
  TagItem,
} from "./organisation-shapes.ts";
import { ApiKeyHashItem, ApiKeyItem } from "./api-key-shapes.ts";
import { CallbackItem } from "./callback-shape.ts";
import { AddressItem, ContactItem } from "./contact-shape.ts";
import { AgentRatingItem } from "./rating-shape.ts";
import { SnoozeItem } from "./snooze-shape.ts";
import { TimerItem } from "./timer-shape.ts";
import { WebhookDeliveryItem, WebhookItem, WebhookSecretsItem } from "./webhook-shapes.ts";
import { Presence } from "../organisation.ts";
import { AgentId, ChannelId, ContactId, QueueId, TicketId } from "../ids.ts";
import { ClientMessageId, Entry, Preference, Protocol, Ticket } from "../tickets.ts";
import { Json, Name, Priority, Time } from "../values.ts";
import { keys, places, unsentShards } from "./keys.ts";
import type { IndexKeys } from "./shape.ts";
import { secondsAt, shape } from "./shape.ts";
import * as z from "zod";

export * from "./api-key-shapes.ts";
export * from "./callback-shape.ts";
export * from "./contact-shape.ts";
export * from "./organisation-shapes.ts";
export * from "./rating-shape.ts";
export * from "./snooze-shape.ts";
export * from "./timer-shape.ts";
export * from "./webhook-shapes.ts";

const day = 86_400;

/** The lock that keeps a contact to one open ticket a channel. */
export const OpenTicketItem = shape({
  kind: "open-ticket",
  version: 1,
  schema: z.strictObject({ contactId: ContactId, channelId: ChannelId, ticketId: TicketId }),
  key: (it) => keys.openTicket(it.contactId, it.channelId),
});

/**
 * The contact's last ticket on a channel that was closed: the former one of the next. `agentId` is who attended them last, on
 * this or an earlier one; null: nobody yet. `surveyUntil`: until then the contact's next message may be the answer to its survey; null where none was asked.
 */
export const LastTicket = z.strictObject({
  contactId: ContactId,
  channelId: ChannelId,
  ticketId: TicketId,
  agentId: AgentId.nullable(),
  queueId: QueueId.nullable(),
  closedAt: Time,
  surveyUntil: Time.nullable(),
});
export type LastTicket = z.infer<typeof LastTicket>;
export const LastTicketItem = shape({
  kind: "last-ticket",
  version: 1,
  schema: LastTicket,
  key: (it) => keys.lastTicket(it.contactId, it.channelId),
});

const placeOf = (head: Ticket): IndexKeys => {
  switch (head.phase) {
    case "bot":
      return { gsi1pk: places.bot(head.channelId), gsi1sk: places.at(head.openedAt, head.id) };
    case "waiting":
      return {};
    case "open":
      return { gsi1pk: places.open(head.agentId), gsi1sk: places.at(head.assignedAt, head.id) };
    case "snoozed":
      return { gsi1pk: places.snoozed(head.agentId), gsi1sk: places.at(head.until, head.id) };
    case "closed":
      return {
        gsi1pk: places.closed(head.sectorId ?? head.channelId, head.closedAt.slice(0, 7)),
        gsi1sk: places.at(head.closedAt, head.id),
      };
  }
};

export const HeadItem = shape<Ticket>({
  kind: "head",
  version: 1,
  schema: Ticket,
  key: (it) => keys.head(it.id),
  indexes: (it) => ({
    ...placeOf(it),
    gsi2pk: places.ofContact(it.contactId),
    // A ticket id begins with the time at which the ticket opened.
    gsi2sk: it.id,
  }),
});

/** The last character of a ULID is random, so shards fill evenly. */
const unsentShard = (ticketId: string): number =>
  (ticketId.codePointAt(ticketId.length - 1) ?? 0) % unsentShards;

export const EntryItem = shape<Entry>({
  kind: "entry",
  version: 1,
  schema: Entry,
  key: (it) => keys.entry(it.ticketId, it.number),
  indexes: (it) =>
    it.type === "message" &&
    it.direction === "out" &&
    (it.delivery.status === "queued" || it.delivery.status === "sending")
      ? { gsi1pk: places.unsent(unsentShard(it.ticketId)), gsi1sk: places.at(it.at, it.ticketId) }
      : {},
});

/** A client message id that was used: which entry it became, and a hash of what was sent under it. */
export const ClientMessageItem = shape({
  kind: "client-message",
  version: 1,
  schema: z.strictObject({
    ticketId: TicketId,
    clientMessageId: ClientMessageId,
    number: z.int().min(1),
    fingerprint: z.string(),
    at: Time,
  }),
  key: (it) => keys.clientMessage(it.ticketId, it.clientMessageId),
  expires: (it) => secondsAt(it.at) + 30 * day,
});

/**
 * Which entry a provider's message id belongs to; none (both null) where a blocked contact wrote: nothing else is kept of that
 * message. Meta retries a webhook for up to 7 days and quotes messages of the last 30: it is kept for 45.
 */
export const ProviderMessageItem = shape({
  kind: "provider-message",
  version: 1,
  schema: z.strictObject({
    channelId: ChannelId,
    providerId: z.string().max(256),
    ticketId: TicketId.nullable(),
    number: z.int().min(1).nullable(),
    at: Time,
  }),
  key: (it) => keys.providerMessage(it.channelId, it.providerId),
  expires: (it) => secondsAt(it.at) + 45 * day,
});

export const ProtocolItem = shape({
  kind: "protocol",
  version: 1,
  schema: z.strictObject({ protocol: Protocol, ticketId: TicketId }),
  key: (it) => keys.protocol(it.protocol),
});

/** A ticket's place in a queue's line. `preference` is the ticket's own, so that a router passes over who waits for somebody without reading them. */
export const Place = z.strictObject({
  queueId: QueueId,
  channelId: ChannelId,
  priority: Priority,
  queuedAt: Time,
  ticketId: TicketId,
  preference: Preference.nullable(),
});
export type Place = z.infer<typeof Place>;
export const PlaceItem = shape({
  kind: "place",
  version: 1,
  schema: Place,
  key: (it) => keys.place(it.queueId, it.channelId, it.priority, it.queuedAt, it.ticketId),
});

/** A change of presence: the interval on this channel runs until the next record of the same channel. */
export const PresenceItem = shape({
  kind: "presence",
  version: 1,
  schema: z.strictObject({
    agentId: AgentId,
    channelId: ChannelId,
    at: Time,
    status: Presence.shape.status,
    pause: Presence.shape.pause,
  }),
  key: (it) => keys.presence(it.agentId, it.at, it.channelId),
});

/** When the session began that a socket belongs to, in Unix seconds: the socket ends with it. */
const sessionBeganAt = z.int().min(0);

/** An open WebSocket of an agent, found by agent. API Gateway ends a socket after two hours; we forget it after three. */
export const AgentSocketItem = shape({
  kind: "agent-socket",
  version: 1,
  schema: z.strictObject({ agentId: AgentId, connectionId: z.string(), connectedAt: Time, sessionBeganAt }),
  key: (it) => keys.agentSocket(it.agentId, it.connectionId),
  expires: (it) => secondsAt(it.connectedAt) + 3 * 3_600,
});

/** The same socket, found by connection. */
export const SocketItem = shape({
  kind: "socket",
  version: 1,
  schema: z.strictObject({ agentId: AgentId, connectionId: z.string(), connectedAt: Time, sessionBeganAt }),
  key: (it) => keys.socket(it.connectionId),
  expires: (it) => secondsAt(it.connectedAt) + 3 * 3_600,
});

/**
 * One of an agent's sockets ended at `at`, the last time that one did. It is gone when another opens, or once it was looked at
 * whether the agent is still there.
 */
export const Departure = z.strictObject({ agentId: AgentId, at: Time });
export type Departure = z.infer<typeof Departure>;
export const DepartureItem = shape({
  kind: "departure",
  version: 1,
  schema: Departure,
  key: (it) => keys.departure(it.agentId),
});

/** A permission to open one socket before `expiresAt`. Only the SHA-256 of its secret is kept. */
export const SocketTicketItem = shape({
  kind: "socket-ticket",
  version: 1,
  schema: z.strictObject({ hash: z.string(), agentId: AgentId, sessionBeganAt, expiresAt: Time }),
  key: (it) => keys.socketTicket(it.hash),
  expires: (it) => secondsAt(it.expiresAt),
});

/** The first answer to a request made under an idempotency key. */
export const IdempotencyItem = shape({
  kind: "idempotency",
  version: 1,
  schema: z.strictObject({
    actorId: z.string(),
    route: z.string(),
    key: z.string(),
    fingerprint: z.string(),
    response: Json,
    at: Time,
  }),
  key: (it) => keys.idempotency(it.actorId, it.route, it.key),
  expires: (it) => secondsAt(it.at) + day,
});

/** Something a provider sent that the desk has no use for yet, or a piece of something large: kept 30 days. */
export const InspectionItem = shape({
  kind: "inspection",
  version: 1,
  schema: z.strictObject({
    id: z.string(),
    part: z.int().min(0),
    parts: z.int().min(1),
    reason: z.string().max(100),
    at: Time,
    /** JSON text, or a piece of it. */
    text: z.string(),
  }),
  key: (it) => keys.inspection(it.at.slice(0, 10), it.id, it.part),
  expires: (it) => secondsAt(it.at) + 30 * day,
});

/** The key that seals list cursors of this deployment: made at first use. */
export const CursorKeyItem = shape({
  kind: "cursor-key",
  version: 1,
  schema: z.strictObject({ name: Name, secret: z.string().length(64) }),
  key: () => keys.cursorKey(),
});

/** Every shape, for tests that pin them and for tools that read the table. */
export const shapes = [
  ChannelItem,
  SectorItem,
  QueueItem,
  TagItem,
  AgentItem,
  SeatItem,
  SettingsItem,
  PauseReasonItem,
  CannedResponseItem,
  ShortcutItem,
  AgentPhotoItem,
  ConfigurationStampItem,
  AuditItem,
  AgentListingItem,
  FormerAgentItem,
  SignInAttemptsItem,
  LoginItem,
  PhoneNumberItem,
  NumberSeenItem,
  ContactItem,
  AddressItem,
  OpenTicketItem,
  LastTicketItem,
  HeadItem,
  EntryItem,
  ClientMessageItem,
  ProviderMessageItem,
  ProtocolItem,
  PlaceItem,
  SnoozeItem,
  TimerItem,
  AgentRatingItem,
  PresenceItem,
  AgentSocketItem,
  SocketItem,
  SocketTicketItem,
  DepartureItem,
  IdempotencyItem,
  InspectionItem,
  CursorKeyItem,
  WebhookItem,
  WebhookSecretsItem,
  WebhookDeliveryItem,
  CallbackItem,
  ApiKeyItem,
  ApiKeyHashItem,
] as const;
