import type { WebhookOutcome, WebhookPost, WebhookSender } from "../../shared/ports/webhooks.ts";
import { eventOf, isToldStatus, sectorsNamedIn } from "../../shared/domain/webhooks.ts";
import { type Shadow, type TicketShadow, Violation } from "./shadow.ts";
import type { Entry } from "../../shared/contracts/tickets.ts";
import type { Webhook } from "../../shared/contracts/webhooks.ts";
import { WebhookItem } from "../../shared/contracts/stored/shapes.ts";
import { WebhookMessage } from "../../shared/contracts/webhooks.ts";
import type { MemoryStore } from "../../shared/store/memory.ts";
import { entityOf } from "../../shared/contracts/stored/shape.ts";

/** A message that a receiver was sent, and whether it took it. */
export interface Received extends WebhookPost {
  readonly taken: boolean;
}

/** Receivers of webhooks: `treat` says with which status the receiver answers a try of a message, from 1; 0 for no answer. */
export function createReceivers(
  treat: (id: string, attempt: number) => number,
): WebhookSender & { readonly posts: readonly Received[] } {
  const posts: Received[] = [];
  const attempts = new Map<string, number>();
  return {
    posts,
    post: async (message): Promise<WebhookOutcome> => {
      const attempt = (attempts.get(message.id) ?? 0) + 1;
      attempts.set(message.id, attempt);
      const httpStatus = treat(message.id, attempt);
      posts.push({ ...message, taken: httpStatus >= 200 && httpStatus < 300 });
      if (httpStatus === 0) return { kind: "failed", problem: "timeout", milliseconds: 10_000 };
      return { kind: "answered", httpStatus, milliseconds: 5 };
    },
  };
}

/** At rest every webhook was told of every entry and every last status it wants, and of nothing else. */
export function checkReceivers(
  world: { readonly receivers: { readonly posts: readonly Received[] }; readonly store: MemoryStore },
  shadow: Shadow,
): void {
  const taken = new Set(world.receivers.posts.filter((post) => post.taken).map((post) => post.id));
  for (const post of world.receivers.posts) assertOwn(post, shadow);
  const webhooks = world.store
    .dump()
    .filter((item) => item["shape"] === WebhookItem.kind)
    .map((item) => WebhookItem.schema.parse(entityOf(WebhookItem, item)));
  for (const webhook of webhooks) {
    for (const ticket of shadow.tickets.values()) {
      for (const id of wantedOf(webhook, ticket)) {
        if (!taken.has(id)) throw new Violation("webhooks", `${id} never reached its receiver`);
      }
    }
  }
}

/**
 * The ids of messages that the webhook certainly wants: what is of a ticket that was in several sectors may be for any, and of one
 * that was handed back for none.
 */
function wantedOf({ id, events, sectorIds }: Webhook, { entries }: TicketShadow): readonly string[] {
  const sectors = entries.flatMap((entry) => sectorsNamedIn(entry) ?? []);
  const queued = entries.find((entry) => entry.type === "queued")?.number ?? Infinity;
  const wants = (entry: Entry): boolean => {
    if (sectorIds === null) return true;
    const named = sectorsNamedIn(entry);
    if (named !== undefined) return named.some((it) => sectorIds.includes(it));
    if (entries.some(({ type }) => type === "returned")) return false;
    return entry.number > queued && sectors.every((it) => sectorIds.includes(it));
  };
  return entries.filter(wants).flatMap((entry) => {
    const name = `${id}-${entry.ticketId}-${entry.number}`;
    const told = entry.type === "message" && entry.direction === "out" && isToldStatus(entry.delivery);
    return [
      ...(events.includes(eventOf(entry)) ? [name] : []),
      ...(told && events.includes("message.status") ? [`${name}-${entry.delivery.status}`] : []),
    ];
  });
}

/** A message is about an entry that there is, and its id names that entry. */
function assertOwn({ id, body }: Received, shadow: Shadow): void {
  const message = WebhookMessage.parse(JSON.parse(body));
  if (message.type === "ping") return;
  const { entry, ticket } = message.data;
  const stored = shadow.tickets.get(entry.ticketId)?.entries[entry.number - 1];
  if (
    stored === undefined ||
    ticket.id !== entry.ticketId ||
    !id.includes(`-${entry.ticketId}-${entry.number}`)
  )
    throw new Violation("webhooks", `${id} tells of ${entry.ticketId}.${entry.number}`);
}
