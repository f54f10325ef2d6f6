import { eventOf, isToldStatus, sectorOf, sectorsNamedIn, wants } from "../../domain/webhooks.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Effect } from "../relay/plan.ts";
import { HeadItem } from "../../contracts/stored/shapes.ts";
import type { SectorId, TicketId } from "../../contracts/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { Time } from "../../contracts/values.ts";
import type { WebhookEvent } from "../../contracts/webhooks.ts";
import type { EventJob } from "../../contracts/queue-messages.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** Something that happened, as webhooks may want to hear of it. */
interface Happening {
  readonly event: WebhookEvent;
  readonly ticketId: TicketId;
  readonly number: number;
  readonly at: Time;
  /** What tells it from others of the same entry. */
  readonly suffix: string;
  readonly sectorIds: readonly SectorId[] | undefined;
}

/**
 * One job for each webhook and event of a batch of effects, and one for each ping. The same event gives the same job
 * whenever it is told again. Nothing is read while no webhook is active; tickets only for webhooks of some sectors.
 */
export async function planWebhooks(
  deps: { readonly store: Store; readonly configuration: Configuration },
  effects: readonly Effect[],
): Promise<readonly EventJob[]> {
  const pings = effects.flatMap((effect): EventJob[] => {
    if (effect.kind !== "ping") return [];
    const { id, webhookId, at } = effect.delivery;
    return [{ v: 1, id, webhookId, event: "ping", at }];
  });
  const happened = effects.flatMap(happeningsOf);
  if (happened.length === 0) return pings;
  const webhooks = (await deps.configuration.webhooks()).filter((it) => it.active);
  if (webhooks.length === 0) return pings;
  const bySector = webhooks.some((it) => it.sectorIds !== null);
  const heads = bySector ? await headsOf(deps.store, happened) : undefined;
  const jobs = happened.flatMap(({ suffix, ...it }) => {
    const head = heads?.get(it.ticketId);
    const sectorIds = it.sectorIds ?? (head === undefined ? undefined : sectorOf(head));
    return webhooks
      .filter((webhook) => wants(webhook, it.event, sectorIds ?? []))
      .map((webhook): EventJob => ({
        ...{ v: 1, id: `${webhook.id}-${it.ticketId}-${it.number}${suffix}`, webhookId: webhook.id },
        ...{ event: it.event, ticketId: it.ticketId, number: it.number, at: it.at },
        sectorIds: sectorIds === undefined ? null : [...sectorIds],
      }));
  });
  return [...pings, ...jobs];
}

function happeningsOf(effect: Effect): readonly Happening[] {
  if (effect.kind === "announce") {
    const { ticketId, number, at } = effect.entry;
    const event = eventOf(effect.entry);
    return [{ event, ticketId, number, at, suffix: "", sectorIds: sectorsNamedIn(effect.entry) }];
  }
  if (effect.kind === "status" && isToldStatus(effect.delivery)) {
    const { ticketId, number, delivery } = effect;
    const { at, status } = delivery;
    return [{ event: "message.status", ticketId, number, at, suffix: `-${status}`, sectorIds: undefined }];
  }
  return [];
}

async function headsOf(store: Store, happened: readonly Happening[]): Promise<ReadonlyMap<TicketId, Ticket>> {
  const ids = [...new Set(happened.flatMap((it) => (it.sectorIds === undefined ? [it.ticketId] : [])))];
  if (ids.length === 0) return new Map();
  const heads = await store.getMany<Ticket[]>(ids.map((id) => ({ shape: HeadItem, key: keys.head(id) })));
  return new Map(heads.flatMap((head) => (head === undefined ? [] : [[head.id, head] as const])));
}
