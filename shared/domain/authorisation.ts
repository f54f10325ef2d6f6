import type { Agent } from "../contracts/organisation.ts";
import type { QueueId, SectorId } from "../contracts/ids.ts";
import type { Ticket } from "../contracts/tickets.ts";

/** The person who asks: their own record, read anew for each request. */
export type Actor = Pick<Agent, "id" | "role" | "sectorIds" | "queueIds">;

const manages = (actor: Actor, sectorId: SectorId | null): boolean =>
  sectorId !== null && actor.sectorIds.includes(sectorId);

const serves = (actor: Actor, queueId: QueueId | null): boolean =>
  queueId !== null && actor.queueIds.includes(queueId);

const placeOf = (ticket: Ticket): { sectorId: SectorId | null; queueId: QueueId | null } =>
  ticket.phase === "bot" ? { sectorId: null, queueId: null } : ticket;

/**
 * Whether the ticket exists for this person. An administrator sees all; supervisors and viewers those of their sectors;
 * who serves a queue the tickets of that queue, and in any case those they hold. A ticket that has no sector yet is seen
 * by administrators and supervisors. Whoever may not see it is told NOT_FOUND.
 */
export function maySee(actor: Actor, ticket: Ticket): boolean {
  if (actor.role === "admin") return true;
  const { sectorId, queueId } = placeOf(ticket);
  if (sectorId === null) return actor.role === "supervisor";
  if ((actor.role === "supervisor" || actor.role === "viewer") && manages(actor, sectorId)) return true;
  if (actor.role === "viewer") return false;
  return serves(actor, queueId) || holds(actor, ticket);
}

/** Whether the person is who the ticket is assigned to, or was when it closed. */
const holds = (actor: Actor, ticket: Ticket): boolean =>
  (ticket.phase === "open" || ticket.phase === "closed") && ticket.agentId === actor.id;

/** Only who serves the queue takes from its line. */
export const mayTake = (actor: Actor, ticket: Ticket): boolean =>
  actor.role !== "viewer" && serves(actor, placeOf(ticket).queueId);

/** The assignee closes; so do supervisors of the sector and administrators, whoever holds it. */
export const mayClose = (actor: Actor, ticket: Ticket): boolean =>
  holds(actor, ticket) || mayManage(actor, placeOf(ticket).sectorId);

/** Whether the person manages the sector. */
export const mayManage = (actor: Actor, sectorId: SectorId | null): boolean =>
  actor.role === "admin" || (actor.role === "supervisor" && manages(actor, sectorId));

/** Whether the person may read the sector's configuration: who manages, reads or serves it. */
export const mayReadSector = (
  actor: Actor,
  sectorId: SectorId,
  queuesOfSector: readonly QueueId[],
): boolean =>
  actor.role === "admin" ||
  manages(actor, sectorId) ||
  (actor.role !== "viewer" && queuesOfSector.some((queueId) => actor.queueIds.includes(queueId)));
