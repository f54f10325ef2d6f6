import { SectorId, TicketId, WebhookId } from "./ids.ts";
import { Entry, Ticket } from "./tickets.ts";
import { Name, Time } from "./values.ts";
import * as z from "zod";

/**
 * What outgoing webhooks tell of: every kind of entry of a timeline, under the name that integrators know it by, and
 * `message.status` for what became of a message that was sent.
 */
export const WebhookEvent = z.enum([
  "ticket.opened",
  "ticket.queued",
  "ticket.assigned",
  "ticket.requeued",
  "ticket.moved",
  "ticket.transferred",
  "ticket.snoozed",
  "ticket.woken",
  "ticket.returned",
  "ticket.reception",
  "ticket.noted",
  "ticket.marked",
  "ticket.tagged",
  "ticket.closed",
  "ticket.rated",
  "message.received",
  "message.sent",
  "message.status",
]);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** The same, and what an administrator sends to see whether the receiver works. */
const WebhookMessageType = z.enum([...WebhookEvent.options, "ping"]);
export type WebhookMessageType = z.infer<typeof WebhookMessageType>;

/**
 * Where events are posted to: HTTPS, without user, password and fragment. Hosts that are written as an address are checked
 * when it is set; the addresses that a name leads to, whenever something is sent.
 */
const WebhookUrl = z
  .string()
  .regex(/^https?:\/\/\S+$/)
  .max(2_000);

/** A receiver of events. Its secrets are kept apart from it: only the last characters of the newest are shown. */
export const Webhook = z.strictObject({
  id: WebhookId,
  version: z.int().min(1),
  name: Name,
  url: WebhookUrl,
  /** Without repetition. */
  events: z
    .array(WebhookEvent)
    .min(1)
    .max(WebhookEvent.options.length)
    .refine((events) => new Set(events).size === events.length, "names an event twice"),
  /** Only events of tickets of these sectors; null for those of every ticket, also of one that has no sector yet. */
  sectorIds: z.array(SectorId).min(1).max(50).nullable(),
  /** An inactive one gets nothing but pings. A receiver that answers 410 makes its webhook inactive. */
  active: z.boolean(),
  /** The last four characters of the newest secret. */
  secretHint: z.string().length(4),
  /** Until when deliveries are also signed with the secret before; null when they are not. */
  previousSecretUntil: Time.nullable(),
  createdAt: Time,
});
export type Webhook = z.infer<typeof Webhook>;

/** `whsec_` and 32 bytes in base64, as the Standard Webhooks specification has it. Shown once, when it is made. */
export const WebhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{43}=$/);

/**
 * Where a program that hands a contact over is told how the ticket ended, and what that is signed with: a secret of its own making, of
 * 24 to 64 bytes, as the Standard Webhooks specification has it. It is never shown again.
 */
export const CallbackTarget = z.strictObject({
  url: WebhookUrl,
  secret: z
    .string()
    .regex(
      /^whsec_([A-Za-z0-9+/]{4}){8,20}([A-Za-z0-9+/]{4}([A-Za-z0-9+/]{2}==)?|[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
      "whsec_ and 24 to 64 bytes in base64",
    ),
});
export type CallbackTarget = z.infer<typeof CallbackTarget>;

/**
 * Why a try did not end in an answer: the name does not resolve, leads to an address that may not be reached, no connection,
 * no TLS (such as a certificate that does not hold), no answer in time, or an answer that is not HTTP.
 */
export const DeliveryProblem = z.enum(["name", "address", "connection", "tls", "timeout", "protocol"]);
export type DeliveryProblem = z.infer<typeof DeliveryProblem>;

/** What became of one event for one webhook: kept 30 days, without contents. */
export const WebhookDelivery = z.strictObject({
  /** The `webhook-id` of the message, the same in every try. */
  id: z.string().max(120),
  webhookId: WebhookId,
  event: WebhookMessageType,
  /** Null for a ping. */
  ticketId: TicketId.nullable(),
  number: z.int().min(1).nullable(),
  /** When it happened. */
  at: Time,
  /**
   * `pending`: not tried yet. `retrying`: tried in vain, and will be again. `delivered`: answered with a 2xx status.
   * `gave-up`: tried in vain for the last time. `dropped`: the webhook became inactive or does not want it any more, or what
   * it tells of is gone.
   */
  state: z.enum(["pending", "retrying", "delivered", "gave-up", "dropped"]),
  attempts: z.int().min(0),
  /** Of the last try: when, the status it was answered with or why it was not, and how long it took. */
  lastAttemptAt: Time.nullable(),
  httpStatus: z.int().min(100).max(999).nullable(),
  problem: DeliveryProblem.nullable(),
  milliseconds: z.int().min(0).nullable(),
  nextAttemptAt: Time.nullable(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

/** What is posted. `timestamp` is when it happened; ticket and entry are as they are when it is sent. */
export const WebhookMessage = z.discriminatedUnion("type", [
  z.strictObject({
    type: WebhookEvent,
    timestamp: Time,
    data: z.strictObject({ ticket: Ticket, entry: Entry }),
  }),
  z.strictObject({
    type: z.literal("ping"),
    timestamp: Time,
    data: z.strictObject({ webhookId: WebhookId }),
  }),
]);
export type WebhookMessage = z.infer<typeof WebhookMessage>;

/** Seconds after each try in vain until the next, at the longest: eight tries in most of a day. */
export const retryDelays = [10, 60, 300, 1_800, 7_200, 21_600, 43_200] as const;
