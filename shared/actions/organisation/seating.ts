import type { Agent, Presence, Queue, Sector, Seat } from "../../contracts/organisation.ts";
import { type Change, type Store, absent, check, equals, put, remove, update } from "../../ports/store.ts";
import { SeatItem } from "../../contracts/stored/shapes.ts";
import type { ChannelId, SectorId } from "../../contracts/ids.ts";
import type { Time } from "../../contracts/values.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";

/** Who is to be seated: `limits` are the person's own, in place of the sector's. */
type Seated = Pick<Agent, "id" | "limits">;

/**
 * The changes that make an agent serve exactly these queues of a sector. `seats` are all the agent has. A new seat takes over
 * the presence of the others, and fails (ConditionFailed on `presence …`) when that changed meanwhile; a seat without queues
 * goes, unless tickets are held in it: then it stays until they end. The agent's own record is the caller's to change, with
 * its version as condition, so that two changes of one agent's queues exclude each other.
 */
export function seatChanges(
  seats: readonly Seat[],
  agent: Seated,
  sector: Pick<Sector, "id" | "ticketLimit">,
  queueIds: readonly Queue["id"][],
  now: Time,
): readonly Change[] {
  const key = keys.seat(sector.id, agent.id);
  const name = `seat ${sector.id} ${agent.id}`;
  const seat = seats.find((it) => it.sectorId === sector.id);
  const all = [...new Set(queueIds)];
  const limit = agent.limits[sector.id] ?? sector.ticketLimit;
  if (seat !== undefined) {
    if (all.length === 0 && seat.load === 0) return [remove(name, SeatItem, key, equals(["load"], 0))];
    const set = [
      [["queueIds"], all],
      [["limit"], limit],
    ] as const;
    return [update(name, SeatItem, key, { set })];
  }
  if (all.length === 0) return [];
  const { presence, unchanged } = presenceOf(seats);
  const made: Seat = {
    sectorId: sector.id,
    agentId: agent.id,
    queueIds: all,
    presence,
    load: 0,
    limit,
    lastAssignedAt: now,
  };
  return [put(name, SeatItem, made, absent), ...unchanged];
}

/** The newest presence that the seats know of each channel, and the checks that it still is. */
function presenceOf(seats: readonly Seat[]): {
  readonly presence: Seat["presence"];
  readonly unchanged: readonly Change[];
} {
  const newest = new Map<ChannelId, { readonly seat: Seat; readonly presence: Presence }>();
  for (const seat of seats) {
    for (const [channelId, presence] of Object.entries(seat.presence) as [ChannelId, Presence][]) {
      const known = newest.get(channelId);
      if (known === undefined || known.presence.since < presence.since)
        newest.set(channelId, { seat, presence });
    }
  }
  const donors = Map.groupBy([...newest], ([, { seat }]) => seat);
  return {
    presence: Object.fromEntries([...newest].map(([channelId, it]) => [channelId, it.presence])),
    unchanged: [...donors].map(([seat, [first, ...rest]]) => {
      const since = ([channelId, it]: readonly [ChannelId, { readonly presence: Presence }]) =>
        equals(["presence", channelId, "since"], it.presence.since);
      if (first === undefined) throw new Error("a donor gives at least one channel");
      const key = keys.seat(seat.sectorId, seat.agentId);
      return check(
        `presence ${seat.sectorId} ${seat.agentId}`,
        SeatItem,
        key,
        since(first),
        ...rest.map(since),
      );
    }),
  };
}

/** Every seat of a sector, also of those who serve no queue of it any more but still hold tickets. */
export async function seatsOfSector(store: Store, sectorId: SectorId): Promise<readonly Seat[]> {
  const seats: Seat[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(SeatItem, {
      pk: partitions.sector(sectorId),
      prefix: prefixes.seats,
      limit: 1_000,
      ...(after === undefined ? {} : { after }),
    });
    seats.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return seats;
}
