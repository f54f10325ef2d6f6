import { type Actor, mayManage } from "../../domain/authorisation.ts";
import type { Agent, Queue } from "../../contracts/organisation.ts";
import type { QueueId, SectorId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Places } from "./memberships.ts";

/** Where a person works. */
export type AgentPlaces = Pick<Agent, "sectorIds" | "queueIds" | "limits">;

/**
 * Where somebody of a role works who is said to work there: a viewer serves no queue, so that one has no limits, and leaves the queues
 * they served before. BAD_REQUEST where queues are said for a viewer.
 */
export function placesOfRole<Person extends AgentPlaces & Pick<Agent, "role">>(
  person: Person,
  said: readonly QueueId[] | undefined,
): Person {
  if (person.role !== "viewer") return person;
  if (said !== undefined && said.length > 0)
    throw new DeskError("BAD_REQUEST", { field: "queueIds", reason: "a viewer serves no queue" });
  return { ...person, queueIds: [], limits: {} };
}

/**
 * Sectors, queues and limits may differ where the asker manages the sector. NOT_FOUND for what is not theirs to give, is
 * missing or is being removed; FORBIDDEN for what is not theirs to take.
 */
export function assertPlaces(
  { actor, places }: { readonly actor: Actor; readonly places: Places },
  before: AgentPlaces,
  after: AgentPlaces,
): void {
  const isOwn = (sectorId: SectorId): boolean =>
    mayManage(actor, sectorId) &&
    places.sectors.some((sector) => sector.id === sectorId && sector.removing === null);
  for (const sectorId of after.sectorIds)
    if (!before.sectorIds.includes(sectorId) && !isOwn(sectorId))
      throw new DeskError("NOT_FOUND", { sectorId });
  for (const sectorId of before.sectorIds)
    if (!after.sectorIds.includes(sectorId) && !mayManage(actor, sectorId))
      throw new DeskError("FORBIDDEN", { sectorId });
  const queueOf = (queueId: QueueId): Queue | undefined =>
    places.queues.find((queue) => queue.id === queueId);
  for (const queueId of after.queueIds) {
    if (before.queueIds.includes(queueId)) continue;
    const queue = queueOf(queueId);
    if (queue === undefined || queue.removing !== null || !isOwn(queue.sectorId))
      throw new DeskError("NOT_FOUND", { queueId });
  }
  for (const queueId of before.queueIds) {
    if (after.queueIds.includes(queueId)) continue;
    const queue = queueOf(queueId);
    if (queue !== undefined && !mayManage(actor, queue.sectorId))
      throw new DeskError("FORBIDDEN", { queueId });
  }
  const limited = new Set([...Object.keys(before.limits), ...Object.keys(after.limits)] as SectorId[]);
  for (const sectorId of limited) {
    if (before.limits[sectorId] === after.limits[sectorId]) continue;
    const mayDrop = after.limits[sectorId] === undefined && mayManage(actor, sectorId);
    if (!mayDrop && !isOwn(sectorId)) throw new DeskError("NOT_FOUND", { sectorId });
  }
}
