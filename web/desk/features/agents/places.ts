import type { Agent } from "../../../../shared/contracts/organisation.ts";
import type { QueueId, SectorId } from "../../../../shared/contracts/ids.ts";
import type { Role } from "../../../../shared/contracts/values.ts";

/** Where somebody works. */
export type Places = Pick<Agent, "sectorIds" | "queueIds" | "limits">;

/** What of somebody's places a role can have: only supervisors and viewers have sectors of their own, and a viewer serves no queue. */
export const placesAs = (role: Role, { sectorIds, queueIds, limits }: Places): Places => ({
  sectorIds: role === "supervisor" || role === "viewer" ? sectorIds : [],
  ...(role === "viewer" ? { queueIds: [], limits: {} } : { queueIds, limits }),
});

/** Puts into a list what is not in it, or takes it out. */
const toggled = <Id>(ids: readonly Id[], id: Id, on: boolean): Id[] =>
  on ? [...new Set([...ids, id])] : ids.filter((it) => it !== id);

/** The places with a sector managed or followed, or not any more. */
export const withSector = (places: Places, sectorId: SectorId, on: boolean): Places => ({
  ...places,
  sectorIds: toggled(places.sectorIds, sectorId, on),
});

/** The places with a queue served, or not any more; who serves no queue of a sector any more has no limit there. */
export function withQueue(
  places: Places,
  queueId: QueueId,
  on: boolean,
  queuesOfSector: readonly { readonly id: QueueId; readonly sectorId: SectorId }[],
): Places {
  const after = { ...places, queueIds: toggled(places.queueIds, queueId, on) };
  const [queue] = queuesOfSector;
  if (queue === undefined || queuesOfSector.some(({ id }) => after.queueIds.includes(id))) return after;
  return withLimit(after, queue.sectorId, null);
}

/** The places with a limit of the person's own in a sector; null: the sector's counts. */
export function withLimit(places: Places, sectorId: SectorId, limit: number | null): Places {
  const { [sectorId]: _, ...others } = places.limits;
  return { ...places, limits: limit === null ? others : { ...others, [sectorId]: limit } };
}
