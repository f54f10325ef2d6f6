import type { Agent, Seat } from "../../contracts/organisation.ts";
import type { ChannelId, QueueId, SectorId } from "../../contracts/ids.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { ConditionFailed, type Store } from "../../ports/store.ts";
import { HeadItem, type Place, PlaceItem, SeatItem } from "../../contracts/stored/shapes.ts";
import { byOrder, choose, openChannels } from "../../domain/routing.ts";
import { changeNames, transition } from "../timeline/transition.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { decide } from "../../domain/ticket/decide.ts";

export interface RouteQueueDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/** How much of each channel's line is read at once. */
const stretch = 25;

/**
 * Assigns as many tickets of a queue's line as there is room for, in order. Reads the seats of the sector and the head of
 * the line of each channel that has a free agent: what it costs does not depend on how many wait. Every assignment is
 * decided again by its transaction's conditions, so a stale reading loses a race and nothing else.
 */
export async function routeQueue(
  deps: RouteQueueDeps,
  queueId: QueueId,
): Promise<{ readonly assigned: number }> {
  const queue = await deps.configuration.queue(queueId);
  if (queue === undefined || queue.routing === "manual") return { assigned: 0 };
  let assigned = 0;
  for (;;) {
    const seats = await readSeats(deps.store, queue.sectorId);
    const channels = [...new Set(seats.flatMap((seat) => openChannels(seat, queueId)))];
    if (channels.length === 0) return { assigned };
    const line = await headOfLine(deps.store, queueId, channels);
    const served = await serve(deps, line.places, new Map(seats.map((seat) => [seat.agentId, seat])));
    assigned += served.assigned;
    if (served.cutShort) continue;
    if (line.complete || served.assigned === 0) return { assigned };
  }
}

/**
 * The beginning of the queue's line over the given channels, in order. Where a channel's stretch was cut, nothing after its
 * end is given either: what lies behind the cut may come before it.
 */
async function headOfLine(
  store: Store,
  queueId: QueueId,
  channels: readonly ChannelId[],
): Promise<{ readonly places: readonly Place[]; readonly complete: boolean }> {
  const lines = await Promise.all(
    channels.map((channelId) =>
      store.query(PlaceItem, {
        pk: partitions.queue(queueId),
        prefix: prefixes.line(channelId),
        limit: stretch,
      }),
    ),
  );
  const cuts = lines.flatMap(({ items, next }) => (next === undefined ? [] : (items.at(-1) ?? [])));
  const horizon = cuts.toSorted(byOrder)[0];
  const places = lines.flatMap(({ items }) => items).toSorted(byOrder);
  return {
    places: horizon === undefined ? places : places.filter((place) => byOrder(place, horizon) <= 0),
    complete: horizon === undefined,
  };
}

/**
 * Assigns these places in order; a channel without a free agent is passed over. Stops short when an agent turns out to be
 * free on a channel that was passed over: those who came first there must be asked again before those who came later.
 */
async function serve(
  deps: RouteQueueDeps,
  places: readonly Place[],
  seats: Map<Agent["id"], Seat>,
): Promise<{ readonly assigned: number; readonly cutShort: boolean }> {
  if (places.length === 0) return { assigned: 0, cutShort: false };
  const heads = await deps.store.getMany<Ticket[]>(
    places.map((place) => ({ shape: HeadItem, key: keys.head(place.ticketId) })),
  );
  let assigned = 0;
  for (const [index, place] of places.entries()) {
    let head = heads[index];
    while (head?.phase === "waiting" && head.queueId === place.queueId) {
      const { agentId, reasons } = choose([...seats.values()], place.queueId, place.channelId);
      if (agentId === undefined) break;
      const entries = decide(head, { do: "assign", agentId, mode: "routed", reasons }, deps.clock.now());
      if (entries instanceof DeskError) throw entries;
      const { changes } = transition(head, entries, { queueId: place.queueId, onlineOn: place.channelId });
      const outcome = await attempt(deps.store, changes);
      const seat = seats.get(agentId);
      if (outcome === "done") {
        assigned += 1;
        if (seat) seats.set(agentId, { ...seat, load: seat.load + 1, lastAssignedAt: deps.clock.now() });
        break;
      }
      // Only what failed is looked at again: the seat as it is now, or the head as it is now.
      if (outcome.on(changeNames.seat)) {
        const current = outcome.failures.get(changeNames.seat) as Seat | undefined;
        if (current === undefined) seats.delete(agentId);
        else if (opensChannel(seat, current, place.queueId)) return { assigned, cutShort: true };
        else seats.set(agentId, current);
      }
      if (outcome.on(changeNames.head) || outcome.on(changeNames.place)) {
        head = await deps.store.get(HeadItem, keys.head(place.ticketId));
      }
    }
  }
  return { assigned, cutShort: false };
}

/** Whether the seat, as it is now, could serve a channel that it could not serve as it was read. */
function opensChannel(before: Seat | undefined, now: Seat, queueId: QueueId): boolean {
  const known = before === undefined ? [] : openChannels(before, queueId);
  return openChannels(now, queueId).some((channelId) => !known.includes(channelId));
}

async function attempt(
  store: Store,
  changes: Parameters<Store["commit"]>[0],
): Promise<"done" | ConditionFailed> {
  try {
    await store.commit(changes);
    return "done";
  } catch (error) {
    if (error instanceof ConditionFailed) return error;
    throw error;
  }
}

async function readSeats(store: Store, sectorId: SectorId): Promise<readonly Seat[]> {
  const page = await store.query(SeatItem, {
    pk: partitions.sector(sectorId),
    prefix: prefixes.seats,
    limit: 1_000,
  });
  return page.items;
}
