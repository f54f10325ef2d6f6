import type { Delivery, Entry, Ticket } from "../contracts/tickets.ts";
import { type Webhook, type WebhookEvent, retryDelays } from "../contracts/webhooks.ts";
import type { SectorId } from "../contracts/ids.ts";
import type { Time } from "../contracts/values.ts";

/** Under which name integrators hear of an entry. */
export function eventOf(entry: Entry): WebhookEvent {
  switch (entry.type) {
    case "message":
      return entry.direction === "in" ? "message.received" : "message.sent";
    case "opened":
    case "queued":
    case "assigned":
    case "requeued":
    case "moved":
    case "transferred":
    case "snoozed":
    case "woken":
    case "returned":
    case "reception":
    case "marked":
    case "tagged":
    case "closed":
    case "rated":
      return `ticket.${entry.type}`;
    case "note":
      return "ticket.noted";
  }
}

/** Statuses of a delivery that somebody outside can make something of; the others are steps of the desk's own. */
export const isToldStatus = ({ status }: Delivery): boolean => status !== "queued" && status !== "sending";

/**
 * The sectors that an entry is about: those that it names itself, so that a ticket that goes from one to another concerns
 * both; undefined where it says nothing, and the ticket's own at that time counts.
 */
export function sectorsNamedIn(entry: Entry): readonly SectorId[] | undefined {
  switch (entry.type) {
    case "queued":
      return [entry.sectorId];
    case "requeued":
    case "moved":
    case "transferred":
      return [...new Set([entry.from.sectorId, entry.sectorId])];
    case "returned":
      return [entry.from.sectorId];
    case "opened":
    case "reception":
    case "message":
    case "note":
    case "marked":
    case "tagged":
    case "assigned":
    case "snoozed":
    case "woken":
    case "closed":
    case "rated":
      return undefined;
  }
}

/** The sector a ticket is in, as a list; empty while it has none. */
export const sectorOf = (head: Ticket): readonly SectorId[] =>
  head.phase === "bot" || head.sectorId === null ? [] : [head.sectorId];

/** Whether a webhook is to be told of an event of tickets of these sectors. */
export const wants = (
  webhook: Pick<Webhook, "active" | "events" | "sectorIds">,
  event: WebhookEvent,
  sectorIds: readonly SectorId[],
): boolean =>
  webhook.active &&
  webhook.events.includes(event) &&
  (webhook.sectorIds === null || sectorIds.some((id) => webhook.sectorIds?.includes(id)));

/**
 * Seconds until a message that was tried `tries` times in vain is tried again: up to a fifth less than planned, by `chance`
 * from 0 to 1, so that what failed together does not come back together.
 */
export function retryDelay(tries: number, chance: number): number {
  const planned = retryDelays[Math.min(tries, retryDelays.length) - 1] ?? retryDelays[0];
  return Math.ceil(planned * (1 - chance / 5));
}

/** A webhook's secret of 32 random bytes in URL-safe base64. */
export const secretFrom = (random: string): string =>
  `whsec_${random.replaceAll("-", "+").replaceAll("_", "/")}=`;

/** What a list shows of a secret. */
export const hintOf = (secret: string): string => secret.slice(-5, -1);

/** The webhook as it is shown: an overlap that has ended is none. */
export const viewWebhook = (webhook: Webhook, now: Time): Webhook => {
  const { previousSecretUntil: until } = webhook;
  return until === null || until > now ? webhook : { ...webhook, previousSecretUntil: null };
};
