import type { Agent, Queue, Sector, Seat } from "../../contracts/organisation.ts";
import { type Change, type Store, absent, equals, put, update } from "../../ports/store.ts";
import { SeatItem } from "../../contracts/stored/shapes.ts";
import type { SectorId } from "../../contracts/ids.ts";
import type { Time } from "../../contracts/values.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";

/** Who is to be seated: `limits` are the person's own, in place of the sector's. */
type Seated = Pick<Agent, "id" | "limits">;

/**
 * The changes that make an agent serve exactly these queues of a sector. `seats` are all the agent has. A new seat takes over
 * the presence of the others, and fails (ConditionFailed on `presence …`) when that changed meanwhile; a seat without queues
 * goes by itself, once no ticket is held in it (`removeVacantSeat`). The agent's own record is the caller's to change, with
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
    const set = [
      [["queueIds"], all],
      [["limit"], limit],
    ] as const;
    return [update(name, SeatItem, key, { set })];
  }
  if (all.length === 0) return [];
  const { presence, presenceVersion, told } = presenceOf(seats);
  const made: Seat = {
    sectorId: sector.id,
    agentId: agent.id,
    queueIds: all,
    presence,
    presenceVersion,
    load: 0,
    limit,
    lastAssignedAt: now,
  };
  return [put(name, SeatItem, made, absent), ...told];
}

/**
 * The presence that the seats know, and the change of the one that knows the newest: it goes with the seat that takes the
 * presence over, so that a change of presence at the same time, which does not know of the new seat, is decided anew.
 */
function presenceOf(seats: readonly Seat[]): {
  readonly presence: Seat["presence"];
  readonly presenceVersion: number;
  readonly told: readonly Change[];
} {
  const [donor] = seats.toSorted((a, b) => b.presenceVersion - a.presenceVersion);
  if (donor === undefined) return { presence: {}, presenceVersion: 0, told: [] };
  const { sectorId, agentId, presence, presenceVersion } = donor;
  const next = presenceVersion + 1;
  const what = { set: [[["presenceVersion"], next]] } as const;
  const name = `presence ${sectorId} ${agentId}`;
  const unchanged = equals(["presenceVersion"], presenceVersion);
  const told = [update(name, SeatItem, keys.seat(sectorId, agentId), what, unchanged)];
  return { presence, presenceVersion: next, told };
}

/**
 * Every seat of a sector, also of those who serve no queue of it any more but still hold tickets; as they are now, or, for half of
 * that, as they were a moment ago.
 */
export async function seatsOfSector(
  store: Pick<Store, "query">,
  sectorId: SectorId,
  consistency: "strong" | "eventual" = "strong",
): Promise<readonly Seat[]> {
  const seats: Seat[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(SeatItem, {
      pk: partitions.sector(sectorId),
      prefix: prefixes.seats,
      limit: 1_000,
      consistency,
      ...(after === undefined ? {} : { after }),
    });
    seats.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return seats;
}
