import { AgentId, ChannelId, ContactId, QueueId, SectorId, TagId, TicketId } from "./ids.ts";
import { BotState, CloseReason, TicketOrigin, Preference, Protocol } from "./timeline.ts";
import { Priority, Time, WhatsAppAddress } from "./values.ts";
import { TemplateContent } from "./content.ts";
import * as z from "zod";

export * from "./content.ts";
export * from "./timeline.ts";

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
  /** The contact's ticket before this one on this channel. */
  formerTicketId: TicketId.nullable(),
  /** The provider's time of the contact's last message: the 24-hour window runs from here. */
  lastInboundAt: Time.nullable(),
  lastMessageAt: Time.nullable(),
  /** Who wrote last: the contact (`in`), or the business. */
  lastDirection: z.enum(["in", "out"]).nullable(),
  /** When a person first answered the contact; what the desk itself or a bot writes is no answer, nor is what nobody asked for. */
  firstResponseAt: Time.nullable(),
  /** Messages of the contact since the business last wrote; at least 1 where somebody marked it unanswered. */
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

const tagIds = z.array(TagId).max(10);

const held = {
  agentId: AgentId,
  assignedAt: Time,
  tagIds,
  /** How many times it was snoozed. */
  snoozes: z.int().min(0),
  /** When the contact was warned that the ticket would be closed; null once anybody wrote after that. */
  warnedAt: Time.nullable(),
};

/** `protocol` and `snoozes` are those it had where it came back from a line or an agent: it stays the same attendance. */
export const BotTicket = z.strictObject({
  ...common,
  phase: z.literal("bot"),
  protocol: Protocol.nullable(),
  snoozes: held.snoozes,
  /** Since when it is with the bot: it opened, or was handed back. */
  since: Time,
  /** Where it was handed back from: until the contact is in a line again it is that sector's. Null for who was in no line yet. */
  returnedFrom: TicketOrigin.nullable(),
  bot: BotState,
});
export const WaitingTicket = z.strictObject({
  ...common,
  phase: z.literal("waiting"),
  ...placed,
  tagIds,
  snoozes: held.snoozes,
  /** What `priority` is again once somebody has it or it is sent on: a return raises that for itself. */
  ownPriority: Priority,
  preference: Preference.nullable(),
  /** The place in line that the contact was told last. */
  toldPosition: z.int().min(1).nullable(),
});
export const OpenTicket = z.strictObject({ ...common, phase: z.literal("open"), ...placed, ...held });
export const SnoozedTicket = z.strictObject({
  ...common,
  phase: z.literal("snoozed"),
  ...placed,
  ...held,
  snoozedAt: Time,
  /** When it wakes; `snoozes` is the number of this snooze. */
  until: Time,
  template: TemplateContent.nullable(),
});
export const ClosedTicket = z.strictObject({
  ...common,
  phase: z.literal("closed"),
  protocol: Protocol.nullable(),
  sectorId: SectorId.nullable(),
  queueId: QueueId.nullable(),
  agentId: AgentId.nullable(),
  closedAt: Time,
  tagIds,
  reason: CloseReason,
  rating: z.int().min(1).max(5).nullable(),
});

/** A ticket's head: its current state, always equal to the fold of its entries. */
export const Ticket = z.discriminatedUnion("phase", [
  BotTicket,
  WaitingTicket,
  OpenTicket,
  SnoozedTicket,
  ClosedTicket,
]);
export type Ticket = z.infer<typeof Ticket>;
export type BotTicket = z.infer<typeof BotTicket>;
export type WaitingTicket = z.infer<typeof WaitingTicket>;
export type OpenTicket = z.infer<typeof OpenTicket>;
export type SnoozedTicket = z.infer<typeof SnoozedTicket>;
export type ClosedTicket = z.infer<typeof ClosedTicket>;
