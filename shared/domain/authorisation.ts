import type { Agent, Permissions } from "../contracts/organisation.ts";
import type { ApiKey } from "../contracts/api-keys.ts";
import type { CannedResponse } from "../contracts/canned-responses.ts";
import type { ActorId, AgentId, ApiKeyId, QueueId, SectorId } from "../contracts/ids.ts";
import type { Role } from "../contracts/values.ts";
import type { Author, BotTicket, Ticket } from "../contracts/tickets.ts";

/** Who asks, by their own record, read anew for each request: a person, or a program by its API key. */
export interface Actor {
  readonly id: ActorId;
  readonly role: Role;
  readonly sectorIds: readonly SectorId[];
  readonly queueIds: readonly QueueId[];
  /** What an agent may do beyond their role; other roles need none of it. */
  readonly permissions: Permissions;
}

/** A person who asks, where a key may not. */
export type PersonActor = Actor & { readonly id: AgentId };

/** Whether a program asks, by its API key. */
export const isKey = (actor: Actor): actor is Actor & { readonly id: ApiKeyId } =>
  actor.id.startsWith("key_");

/** The same as the author of what happens to a ticket. */
export const authorOf = (actor: Actor): Author =>
  isKey(actor) ? { kind: "key", apiKeyId: actor.id } : { kind: "agent", agentId: actor.id as AgentId };

/** Of whom nothing depends on a permission. */
export const noPermissions: Permissions = {
  ...{ dropPotentials: false, viewContacts: false, outreach: false, seeQueueHistory: false },
};

/** As what a key acts: an administrator, or a supervisor of its sectors. It serves no queue. */
export const actorOfKey = (key: Pick<ApiKey, "id" | "sectorIds">): Actor => ({
  id: key.id,
  role: key.sectorIds === null ? "admin" : "supervisor",
  sectorIds: key.sectorIds ?? [],
  queueIds: [],
  permissions: noPermissions,
});

const manages = (actor: Actor, sectorId: SectorId | null): boolean =>
  sectorId !== null && actor.sectorIds.includes(sectorId);

const serves = (actor: Actor, queueId: QueueId | null): boolean =>
  queueId !== null && actor.queueIds.includes(queueId);

const placeOf = (ticket: Ticket): { sectorId: SectorId | null; queueId: QueueId | null } =>
  ticket.phase === "bot" ? { sectorId: null, queueId: null } : ticket;

/** Where a ticket that is with the bot was handed back from; null for every other. */
const originOf = (ticket: Ticket): BotTicket["returnedFrom"] =>
  ticket.phase === "bot" ? ticket.returnedFrom : null;

/**
 * Whether the ticket exists for this person. An administrator sees all; supervisors and viewers those of their sectors;
 * who serves a queue the tickets of that queue, closed ones only with the permission `seeQueueHistory`; and in any case those they
 * hold, or held when they were closed. A ticket that has no sector yet is seen
 * by administrators and supervisors, and by keys of the whole business: a key of some sectors does not see what is in none; while it is
 * with the bot also by agents who may drop potentials. One that was handed back to the bot is still its sector's: of agents, those
 * who may drop potentials and serve the queue it came from see it. Whoever may not see it is told NOT_FOUND.
 */
export function maySee(actor: Actor, ticket: Ticket): boolean {
  if (actor.role === "admin") return true;
  const origin = originOf(ticket);
  if (origin !== null)
    return manages(actor, origin.sectorId) || (attendsPotentials(actor) && serves(actor, origin.queueId));
  const { sectorId, queueId } = placeOf(ticket);
  if (sectorId === null)
    return (
      (actor.role === "supervisor" && !isKey(actor)) || (ticket.phase === "bot" && attendsPotentials(actor))
    );
  if ((actor.role === "supervisor" || actor.role === "viewer") && manages(actor, sectorId)) return true;
  if (actor.role === "viewer") return false;
  const isHistory = ticket.phase === "closed" && !actor.permissions.seeQueueHistory;
  return holds(actor, ticket) || (serves(actor, queueId) && !isHistory);
}

/** Whether the person is who the ticket is assigned to, put it away, or had it when it closed. */
const holds = (actor: Actor, ticket: Ticket): boolean =>
  ticket.phase !== "bot" && ticket.phase !== "waiting" && ticket.agentId === actor.id;

/** An agent who serves a queue and may drop potentials. */
const attendsPotentials = (actor: Actor): boolean =>
  actor.role === "agent" && actor.permissions.dropPotentials && actor.queueIds.length > 0;

/**
 * Potentials of a channel are dropped by administrators and supervisors, and by agents with the permission who serve a queue that
 * takes its contacts (`isServing`). Whoever drops them sees them listed.
 */
export const mayDropOn = (actor: Actor, isServing: boolean): boolean =>
  actor.role === "admin" ||
  (actor.role === "supervisor" && !isKey(actor)) ||
  (attendsPotentials(actor) && isServing);

/** The same of one potential. One that was handed back is dropped by who sees it and does not only read. */
export const mayDrop = (actor: Actor, ticket: BotTicket, isServing: boolean): boolean =>
  ticket.returnedFrom === null
    ? mayDropOn(actor, isServing)
    : actor.role !== "viewer" && maySee(actor, ticket);

/**
 * Whether somebody may put a ticket that is with the bot into a line. One that was handed back is taken out of its sector by who
 * manages that or serves the queue it came from, and by programs, which do what the contact chose.
 */
export const mayLeadOn = (actor: Actor, { returnedFrom }: BotTicket): boolean =>
  returnedFrom === null ||
  isKey(actor) ||
  mayManage(actor, returnedFrom.sectorId) ||
  (actor.role !== "viewer" && serves(actor, returnedFrom.queueId));

/** Only who serves the queue takes from its line. */
export const mayTake = (actor: Actor, ticket: Ticket): boolean =>
  actor.role !== "viewer" && serves(actor, placeOf(ticket).queueId);

/** Taking or giving a ticket over an agent's limit is for supervisors of the sector in which the limit is, and administrators. */
export const mayForce = (actor: Actor, sectorId: SectorId): boolean => mayManage(actor, sectorId);

/**
 * Whether contacts may be put into the queue: by who serves it or manages its sector, by administrators, and by a key of the whole
 * business or of that sector.
 */
export const mayHandOver = (
  actor: Actor,
  queue: { readonly id: QueueId; readonly sectorId: SectorId },
): boolean => mayManage(actor, queue.sectorId) || (actor.role !== "viewer" && serves(actor, queue.id));

/** Conversations are begun from a queue that one serves oneself; agents need the permission for it. */
export const mayBegin = (actor: Actor, queueId: QueueId): boolean =>
  serves(actor, queueId) && (actor.role === "agent" ? actor.permissions.outreach : actor.role !== "viewer");

/** The assignee closes; so do supervisors of the sector and administrators, whoever holds it. */
export const mayClose = (actor: Actor, ticket: Ticket): boolean =>
  holds(actor, ticket) || mayManage(actor, placeOf(ticket).sectorId);

/** Who put a ticket away takes it up again; so do supervisors of its sector and administrators, for who put it away. */
export const mayWake = (actor: Actor, ticket: Ticket): boolean => mayClose(actor, ticket);

/** Who may close a ticket says what it is about. */
export const mayTag = (actor: Actor, ticket: Ticket): boolean => mayClose(actor, ticket);

/**
 * The assignee sends a ticket on; so do supervisors of its sector and administrators, whoever holds it. One that waits is also
 * sent on by who may take it. Where it may go is another question: anywhere in the business.
 */
export const mayTransfer = (actor: Actor, ticket: Ticket): boolean =>
  mayClose(actor, ticket) || (ticket.phase === "waiting" && mayTake(actor, ticket));

/** Everybody who sees a ticket leaves notes on it, except who only reads. */
export const mayNote = (actor: Actor, ticket: Ticket): boolean =>
  actor.role !== "viewer" && maySee(actor, ticket);

/** Only the assignee says whether the contact was answered. */
export const mayMark = (actor: Actor, ticket: Ticket): boolean => holds(actor, ticket);

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

/**
 * Whether the canned response exists for the person. `reads` tells which sectors are theirs to read. Who may decide on it
 * and who suggested it see it whatever became of it; the others once it is approved, for all or for a sector of theirs.
 */
export const maySeeCannedResponse = (
  actor: Actor,
  response: CannedResponse,
  reads: (sectorId: SectorId) => boolean,
): boolean =>
  mayManage(actor, response.sectorId) ||
  response.suggestedBy === actor.id ||
  (response.state.kind === "approved" && (response.sectorId === null || reads(response.sectorId)));

/** A person as those who manage people meet them: `sectorIds` are all that they manage, read or serve a queue of. */
export interface Person {
  readonly role: Agent["role"];
  readonly sectorIds: readonly SectorId[];
}

/**
 * What may be done about a person. `none`: they do not exist for the asker. `see`: read only. `places`: their queues, sectors
 * and limits as far as the asker manages those. `all`: everything.
 *
 * An administrator may everything; a key that acts as one, everything but with administrators, whom it only sees. A supervisor sees who works in their sectors, and manages agents and viewers: whole where
 * every sector of theirs is the supervisor's, otherwise only their places.
 */
export function rightsOver(actor: Actor, person: Person): "none" | "see" | "places" | "all" {
  if (actor.role === "admin") return isKey(actor) && person.role === "admin" ? "see" : "all";
  const shared = person.sectorIds.filter((sectorId) => mayManage(actor, sectorId));
  if (shared.length === 0) return "none";
  if (person.role !== "agent" && person.role !== "viewer") return "see";
  return shared.length === person.sectorIds.length ? "all" : "places";
}

/** Whether the actor may give somebody this role. No key makes an administrator. */
export const mayGiveRole = (actor: Actor, role: Agent["role"]): boolean =>
  (actor.role === "admin" && !(role === "admin" && isKey(actor))) ||
  (actor.role === "supervisor" && (role === "agent" || role === "viewer"));
