import { Json, Time } from "./values.ts";
import { AgentId, QueueId, SectorId, TicketId, WebhookId } from "./ids.ts";
import { WebhookEvent } from "./webhooks.ts";
import * as z from "zod";

/**
 * One thing a provider reported about one contact, as it was sent. `oversize` stands for a message or status too large to
 * be queued whole: its text follows in parts of the same `inspectionId`, and `value` keeps only what identifies it.
 */
export const InboundItem = z.discriminatedUnion("kind", [
  /** `contact` is the entry of `contacts[]` that belongs to the sender, where there was one. */
  z.strictObject({
    kind: z.literal("message"),
    value: Json,
    contact: Json,
    inspectionId: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal("status"), value: Json }),
  /** To be kept for inspection: a piece of a payload. */
  z.strictObject({
    kind: z.literal("inspect"),
    id: z.string(),
    part: z.int().min(0),
    parts: z.int().min(1),
    reason: z.string().max(100),
    text: z.string(),
  }),
]);
export type InboundItem = z.infer<typeof InboundItem>;

/** `inbound.fifo`, group: phone number id and contact. What one webhook said about one contact, in order. */
export const InboundJob = z.strictObject({
  v: z.literal(1),
  phoneNumberId: z.string().max(64),
  receivedAt: Time,
  items: z.array(InboundItem).min(1),
});
export type InboundJob = z.infer<typeof InboundJob>;

/** More than a batch of the stream can change. */
const agentIds = z.array(AgentId).max(1_000).nullable();

/**
 * `routing.fifo`. `serve`, group: queue: somebody may be assigned from this queue's line now; `agentIds` are those whose seat
 * changed just before, null: any of them may have. `release`, group: agent: the
 * person's sessions ended or they are gone, so they are to be offline and what they hold goes back to its lines.
 */
export const RoutingJob = z.discriminatedUnion("kind", [
  z.strictObject({ v: z.literal(1), kind: z.literal("serve"), queueId: QueueId, agentIds }),
  z.strictObject({ v: z.literal(1), kind: z.literal("release"), agentId: AgentId }),
]);
export type RoutingJob = z.infer<typeof RoutingJob>;

/** `outbound.fifo`, group: ticket (a contact has one open ticket a channel). An entry is to be sent. */
export const OutboundJob = z.strictObject({ v: z.literal(1), ticketId: TicketId, number: z.int().min(1) });
export type OutboundJob = z.infer<typeof OutboundJob>;

/**
 * `webhooks` (a standard queue; group: webhook, so that one receiver's backlog does not delay the others). An event is to be
 * posted to a webhook, or, for `callback` (group: ticket), to where who opened the ticket wants to be told of its end. `id` is the message's `webhook-id`. `sectorIds` are the sectors that the event is about, null when it
 * was not looked which.
 */
export const WebhookJob = z.discriminatedUnion("event", [
  z.strictObject({
    v: z.literal(1),
    id: z.string().max(120),
    webhookId: WebhookId,
    event: WebhookEvent,
    ticketId: TicketId,
    number: z.int().min(1),
    at: Time,
    sectorIds: z.array(SectorId).max(2).nullable(),
  }),
  z.strictObject({
    v: z.literal(1),
    id: z.string().max(120),
    webhookId: WebhookId,
    event: z.literal("ping"),
    at: Time,
  }),
  z.strictObject({
    v: z.literal(1),
    id: z.string().max(120),
    event: z.literal("callback"),
    ticketId: TicketId,
    number: z.int().min(1),
    at: Time,
  }),
]);
export type WebhookJob = z.infer<typeof WebhookJob>;
/** A job for a callback, and one for a webhook. */
export type CallbackJob = Extract<WebhookJob, { readonly event: "callback" }>;
export type EventJob = Exclude<WebhookJob, CallbackJob>;

/**
 * `wakeups` (a standard queue; group: whom or what it is about). Something is to be looked at now that a time has passed.
 * `presence`: a socket of the agent ended at about `at`, and unless another is open they are to be offline. `snooze`: the ticket's
 * snooze of that number is over. `preference`: a ticket waited in the queue's line for one agent, and now anybody may get it.
 */
export const WakeupJob = z.discriminatedUnion("kind", [
  z.strictObject({ v: z.literal(1), kind: z.literal("presence"), agentId: AgentId, at: Time }),
  z.strictObject({
    ...{ v: z.literal(1), kind: z.literal("snooze") },
    ...{ ticketId: TicketId, snooze: z.int().min(1) },
  }),
  z.strictObject({ v: z.literal(1), kind: z.literal("preference"), queueId: QueueId }),
]);
export type WakeupJob = z.infer<typeof WakeupJob>;

/** The largest queue message we make: SQS takes 1 MiB a message and a batch. */
export const jobBytesLimit = 200_000;
