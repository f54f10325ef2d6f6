import { AgentId, ChannelId, TicketId } from "./ids.ts";
import { Delivery, Entry, Ticket } from "./tickets.ts";
import { Presence } from "./organisation.ts";
import { Time } from "./values.ts";
import * as z from "zod";

/** A new entry of a ticket the receiver holds. `head` is the newest known, which may be later than the entry. */
export const EntryMessage = z.strictObject({
  type: z.literal("entry"),
  ticketId: TicketId,
  number: z.int(),
  entry: Entry,
  head: Ticket,
});

/** A delivery status of a message on a ticket the receiver holds. */
export const MessageStatusMessage = z.strictObject({
  type: z.literal("message-status"),
  ticketId: TicketId,
  number: z.int(),
  delivery: Delivery,
});

/**
 * A ticket entered or left one of the receiver's lists. When it enters the open list, its newest entries (at most 20, in
 * order, and as many as a message takes) come along, so that the conversation can be shown at once. What is missing is asked for by number.
 */
export const TicketMessage = z.strictObject({
  type: z.literal("ticket"),
  ticketId: TicketId,
  list: z.enum(["open", "waiting", "snoozed"]),
  change: z.enum(["entered", "left"]),
  head: Ticket,
  entries: z.array(Entry).max(20),
});

/** The receiver's own presence changed, perhaps in another tab. */
export const PresenceMessage = z.strictObject({
  type: z.literal("presence"),
  agentId: AgentId,
  channelId: ChannelId,
  ...Presence.shape,
});

/** The receiver's access hours end at this time, and their session with them. Told each minute of the last five. */
export const SessionEndingMessage = z.strictObject({ type: z.literal("session-ending"), at: Time });

/**
 * The receiver's session is over and this socket closes: they signed out or were signed out, are not active any more, or
 * their access hours ended. Signing in again says which.
 */
export const SessionEndedMessage = z.strictObject({ type: z.literal("session-ended"), at: Time });

export const PongMessage = z.strictObject({ type: z.literal("pong"), time: Time });

const Single = z.discriminatedUnion("type", [
  EntryMessage,
  MessageStatusMessage,
  TicketMessage,
  PresenceMessage,
  SessionEndingMessage,
  SessionEndedMessage,
  PongMessage,
]);
export type SingleSocketMessage = z.infer<typeof Single>;

/** Several messages for the same socket, in order, in one frame. */
export const BatchMessage = z.strictObject({ type: z.literal("batch"), messages: z.array(Single).min(2) });

/** What the server sends over a socket. */
export const ServerMessage = z.discriminatedUnion("type", [...Single.options, BatchMessage]);
export type ServerMessage = z.infer<typeof ServerMessage>;

/** What a client sends. Commands go over REST; a socket only says that it is alive. */
export const ClientMessage = z.discriminatedUnion("action", [z.strictObject({ action: z.literal("ping") })]);
export type ClientMessage = z.infer<typeof ClientMessage>;
