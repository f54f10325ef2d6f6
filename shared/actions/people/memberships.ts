import type { Agent, Queue, Seat, Sector } from "../../contracts/organisation.ts";
import { type Change, type Store, check, equals, put, versionIs } from "../../ports/store.ts";
import { QueueItem, SeatItem, SectorItem } from "../../contracts/stored/shapes.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { SectorId } from "../../contracts/ids.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { seatChanges } from "../organisation/seating.ts";
import { sameValue } from "../../domain/equality.ts";

/** Queues and sectors as they are now, by which a person's places are judged. */
export interface Places {
  readonly queues: readonly Queue[];
  readonly sectors: readonly Sector[];
}

/** Reads them anew. */
export async function readPlaces(configuration: Configuration): Promise<Places> {
  const [queues, sectors] = await Promise.all([
    configuration.queues("fresh"),
    configuration.sectors("fresh"),
  ]);
  return { queues, sectors };
}

type Placed = Pick<Agent, "role" | "sectorIds" | "queueIds" | "limits">;

/** Every sector that the person manages, reads or serves a queue of. */
export const sectorsOfPerson = (agent: Placed, { queues }: Places): readonly SectorId[] => [
  ...new Set([
    ...agent.sectorIds,
    ...queues.filter((queue) => agent.queueIds.includes(queue.id)).map((queue) => queue.sectorId),
  ]),
];

/** What must change together with an agent's record when their sectors, queues or limits become those of `after`. */
export async function membershipChanges(
  store: Store,
  places: Places,
  { before, after, now }: { readonly before: Agent | undefined; readonly after: Agent; readonly now: Time },
): Promise<readonly Change[]> {
  const managers = managerChanges(places, before, after);
  const managed = new Set(managers.map((change) => change.name));
  const found = await store.getMany<Seat[]>(
    places.sectors.map((sector) => ({ shape: SeatItem, key: keys.seat(sector.id, after.id) })),
  );
  const seats = found.filter((seat) => seat !== undefined);
  const concerned = places.sectors.filter((sector) => concerns(sector, places, before, after));
  const changes = concerned.flatMap((sector) => {
    const own = seatChanges(seats, after, sector, servedIn(sector, places, after), now);
    // The limit follows the sector's own, so the sector must still be the one it was taken from.
    const name = nameOf(sector);
    if (own.length === 0 || managed.has(name)) return own;
    return [...own, check(name, SectorItem, keys.sector(sector.id), versionIs(sector.version))];
  });
  const joined = after.queueIds.filter((queueId) => before?.queueIds.includes(queueId) !== true);
  const queues = joined.map((queueId) =>
    check(`queue ${queueId}`, QueueItem, keys.queue(queueId), equals(["removing"], null)),
  );
  return [...managers, ...oneEach(changes), ...queues];
}

/**
 * A transaction takes one change an item. A seat that begins changes the seat whose presence it takes over: where that one
 * changes too, or several begin, these changes are put together.
 */
function oneEach(changes: readonly Change[]): readonly Change[] {
  const made: Change[] = [];
  for (const change of changes) {
    const at = made.findIndex(
      (it) => it.do !== "put" && change.do !== "put" && sameValue(it.key, change.key),
    );
    const other = made[at];
    if (other === undefined) made.push(change);
    else made[at] = both(other, change);
  }
  return made;
}

function both(one: Change, other: Change): Change {
  const when = [...one.when, ...other.when.filter((it) => !one.when.some((known) => sameValue(known, it)))];
  const [first, second] = one.do === "check" ? [other, one] : [one, other];
  if (first.do !== "update" || second.do !== "update") return { ...first, when };
  const set = second.set.filter(([path]) => !first.set.some(([known]) => sameValue(known, path)));
  return { ...first, set: [...first.set, ...set], add: [...first.add, ...second.add], when };
}

/** The sectors' lists of managers, where somebody begins or ceases to be a supervisor of one. */
export function managerChanges(
  { sectors }: Places,
  before: Agent | undefined,
  after: Agent | undefined,
): readonly Change[] {
  const id = (before ?? after)?.id;
  if (id === undefined) return [];
  const was = managedBy(before);
  const is = managedBy(after);
  return sectors
    .filter((sector) => was.includes(sector.id) !== is.includes(sector.id))
    .map((sector) => {
      const others = sector.managerIds.filter((managerId) => managerId !== id);
      const managerIds = is.includes(sector.id) ? [...others, id] : others;
      if (managerIds.length > 20) throw tooMany(`sector ${sector.id} has 20 managers already`);
      const changed: Sector = { ...sector, version: sector.version + 1, managerIds };
      return put(nameOf(sector), SectorItem, changed, versionIs(sector.version));
    });
}

/** One transaction has room for so much; what asks for more is refused before anything is written. */
export function assertRoom(changes: readonly Change[]): readonly Change[] {
  // The audit, the stamp and the record of the answer come along.
  if (changes.length > 97) throw tooMany("too many sectors and queues change at once");
  return changes;
}

const tooMany = (message: string): DeskError =>
  new DeskError("BAD_REQUEST", { issues: [{ in: "body", path: "", message }] });

const nameOf = (sector: Sector): string => `sector ${sector.id}`;

const managedBy = (agent: Agent | undefined): readonly SectorId[] =>
  agent?.role === "supervisor" ? agent.sectorIds : [];

const servedIn = (sector: Sector, { queues }: Places, agent: Agent | undefined): readonly Queue["id"][] =>
  queues
    .filter((queue) => queue.sectorId === sector.id && agent?.queueIds.includes(queue.id) === true)
    .map((queue) => queue.id);

const concerns = (sector: Sector, places: Places, before: Agent | undefined, after: Agent): boolean =>
  !sameValue(servedIn(sector, places, before), servedIn(sector, places, after)) ||
  before?.limits[sector.id] !== after.limits[sector.id];
