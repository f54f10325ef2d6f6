import type { Agent, Seat } from "../../contracts/organisation.ts";
import type { ChannelId, QueueId, SectorId, TicketId } from "../../contracts/ids.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { ConditionFailed, type Store } from "../../ports/store.ts";
import { HeadItem, type Place, PlaceItem, SeatItem } from "../../contracts/stored/shapes.ts";
import { byOrder, choose, openChannels, preferredNow, takerOf } from "../../domain/routing.ts";
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

/** How much of each channel's line is read at once: a read unit. */
const stretch = 10;

/** The seats of a sector as the router knows them: as it read them, and as its own assignments and lost races changed them. */
type Seats = Map<Agent["id"], Seat>;

/**
 * Assigns as many tickets of a queue's line as there is room for, in order. Reads the seats of the sector and the head of
 * the line of each channel that has a free agent: what it costs does not depend on how many wait. Tickets that wait for one
 * agent are passed over while that agent is there without room, and the line is read on behind them. Every assignment is
 * decided again by its transaction's conditions, so a seat that was read as it had been loses a race and nothing else.
 *
 * `changed` names the agents whose seats are the reason to serve the line: they are read as they are now, and the others, which costs
 * half, perhaps as they were a moment before. Whoever changed in that moment is the reason for another call. Null: all are read as
 * they are.
 */
export async function routeQueue(
  deps: RouteQueueDeps,
  queueId: QueueId,
  changed: readonly Agent["id"][] | null = null,
): Promise<{ readonly assigned: number }> {
  const queue = await deps.configuration.queue(queueId);
  if (queue === undefined || queue.routing === "manual") return { assigned: 0 };
  let assigned = 0;
  for (let fresh = changed; ; fresh = null) {
    const seats = await readSeats(deps.store, queue.sectorId, fresh);
    const served = await serveLine(deps, queueId, seats);
    assigned += served.assigned;
    if (!served.cutShort) return { assigned };
  }
}

interface Served {
  readonly assigned: number;
  /** The line must be served anew from its head. */
  readonly cutShort: boolean;
}

/** Serves the line from its head until nobody has room, or nobody is left whom somebody may get. */
async function serveLine(deps: RouteQueueDeps, queueId: QueueId, seats: Seats): Promise<Served> {
  let assigned = 0;
  let behind: Place | undefined;
  do {
    const channels = [...new Set([...seats.values()].flatMap((seat) => openChannels(seat, queueId)))];
    if (channels.length === 0) break;
    const line = await stretchOfLine(deps.store, queueId, channels, behind);
    const served = await serve(deps, line.places, seats);
    assigned += served.assigned;
    if (served.cutShort) return { assigned, cutShort: true };
    behind = line.horizon;
  } while (behind !== undefined);
  return { assigned, cutShort: false };
}

/**
 * What follows in the queue's line over the given channels, in order, behind a place or from its head. Where a channel's stretch
 * was cut, nothing after its end is given either: what lies behind that horizon may come before it.
 */
async function stretchOfLine(
  store: Store,
  queueId: QueueId,
  channels: readonly ChannelId[],
  behind: Place | undefined,
): Promise<{ readonly places: readonly Place[]; readonly horizon: Place | undefined }> {
  const lines = await Promise.all(
    channels.map((channelId) =>
      store.query(PlaceItem, {
        ...{ pk: partitions.queue(queueId), prefix: prefixes.line(channelId), limit: stretch },
        ...(behind === undefined ? {} : { after: PlaceItem.key({ ...behind, channelId }).sk }),
      }),
    ),
  );
  const cuts = lines.flatMap(({ items, next }) => (next === undefined ? [] : (items.at(-1) ?? [])));
  const horizon = cuts.toSorted(byOrder)[0];
  const places = lines.flatMap(({ items }) => items).toSorted(byOrder);
  return {
    places: horizon === undefined ? places : places.filter((place) => byOrder(place, horizon) <= 0),
    horizon,
  };
}

/**
 * Assigns these places in order; a channel without a free agent is passed over. Stops short when an agent turns out to be
 * free on a channel that was passed over: those who came first there must be asked again before those who came later.
 */
async function serve(deps: RouteQueueDeps, places: readonly Place[], seats: Seats): Promise<Served> {
  const heads = await headsOfNext(deps, places, seats);
  let assigned = 0;
  for (const place of places) {
    if (takerOf([...seats.values()], place, deps.clock.now()) === undefined) continue;
    const key = keys.head(place.ticketId);
    let head = heads.get(place.ticketId) ?? (await deps.store.get(HeadItem, key));
    while (head?.phase === "waiting" && head.queueId === place.queueId) {
      const now = deps.clock.now();
      const preferred = preferredNow(head.preference, now);
      const { agentId, reasons } = choose([...seats.values()], place.queueId, place.channelId, preferred);
      if (agentId === undefined) break;
      const entries = decide(head, { do: "assign", agentId, mode: "routed", forced: false, reasons }, now);
      if (entries instanceof DeskError) throw entries;
      const { changes } = transition(head, entries, { queueId: place.queueId, onlineOn: place.channelId });
      const outcome = await attempt(deps.store, changes);
      const seat = seats.get(agentId);
      if (outcome === "done") {
        assigned += 1;
        if (seat) seats.set(agentId, { ...seat, load: seat.load + 1, lastAssignedAt: now });
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
        head = await deps.store.get(HeadItem, key);
      }
    }
  }
  return { assigned, cutShort: false };
}

/** The heads of those places that will be assigned unless something comes between: no more than there is room for. */
async function headsOfNext(
  { store, clock }: RouteQueueDeps,
  places: readonly Place[],
  seats: Seats,
): Promise<ReadonlyMap<TicketId, Ticket>> {
  const now = clock.now();
  const left = new Map(seats);
  const next = places.filter((place) => {
    const agentId = takerOf([...left.values()], place, now);
    const seat = agentId && left.get(agentId);
    if (seat) left.set(seat.agentId, { ...seat, load: seat.load + 1, lastAssignedAt: now });
    return seat !== undefined;
  });
  if (next.length === 0) return new Map();
  const heads = await store.getMany<Ticket[]>(
    next.map((place) => ({ shape: HeadItem, key: keys.head(place.ticketId) })),
  );
  return new Map(heads.flatMap((head) => (head === undefined ? [] : [[head.id, head] as const])));
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

async function readSeats(
  store: Store,
  sectorId: SectorId,
  changed: readonly Agent["id"][] | null,
): Promise<Seats> {
  const consistency = changed === null ? "strong" : "eventual";
  const of = { pk: partitions.sector(sectorId), prefix: prefixes.seats, limit: 1_000, consistency } as const;
  const seats: Seats = new Map();
  let after: string | undefined;
  do {
    const page = await store.query(SeatItem, { ...of, ...(after !== undefined && { after }) });
    for (const seat of page.items) seats.set(seat.agentId, seat);
    after = page.next;
  } while (after !== undefined);
  if (changed === null || changed.length === 0) return seats;
  const now = await store.getMany<Seat[]>(
    changed.map((agentId) => ({ shape: SeatItem, key: keys.seat(sectorId, agentId) })),
  );
  for (const [index, agentId] of changed.entries()) {
    const seat = now[index];
    if (seat === undefined) seats.delete(agentId);
    else seats.set(agentId, seat);
  }
  return seats;
}
