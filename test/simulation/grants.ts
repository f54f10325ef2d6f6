import type { Agent } from "../../shared/contracts/organisation.ts";
import type { AgentId, QueueId, SectorId } from "../../shared/contracts/ids.ts";
import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import { type Shadow, Violation } from "../world/shadow.ts";

/**
 * Invariants k and d, for changes: who answers, marks, tags, sends on or closes holds the ticket or manages its sector (marks
 * and answers: holds it); who is given a ticket serves its queue; and over the limit nobody is given one but by who may
 * force it.
 */
export function checkGrants(shadow: Shadow, people: readonly Agent[], entry: Entry): void {
  const head = shadow.tickets.get(entry.ticketId)?.head;
  if (head === undefined) return;
  if (entry.type === "assigned" || entry.type === "transferred") checkGiven(shadow, people, entry, head);
  if (entry.by.kind !== "agent") return;
  const { agentId } = entry.by;
  const person = people.find(({ id }) => id === agentId);
  const refuse = (did: string): never => {
    throw new Violation("k", `${agentId} ${did} ${head.id} and may not`);
  };
  const manages = (sectorId: SectorId | null): boolean => managesSector(person, sectorId);
  const holds = head.phase !== "bot" && head.phase !== "waiting" && head.agentId === agentId;
  const sectorId = head.phase === "bot" ? null : head.sectorId;
  switch (entry.type) {
    case "message":
      return holds && head.phase === "open" ? undefined : refuse("answered");
    case "marked":
      return holds && head.phase === "open" ? undefined : refuse("marked");
    case "tagged":
      return holds || manages(sectorId) ? undefined : refuse("tagged");
    case "note":
      if (person === undefined || person.role === "viewer") return refuse("noted something on");
      return checkSight(person, head);
    case "snoozed":
      return holds ? undefined : refuse("put away");
    case "woken":
      return entry.owner === agentId || manages(sectorId) ? undefined : refuse("woke");
    case "assigned":
      return entry.agentId === agentId ? undefined : refuse("took for somebody else");
    case "transferred":
    case "requeued": {
      const { from } = entry;
      const mayTake = from.agentId === null && serves(person, from.queueId);
      return from.agentId === agentId || mayTake || manages(from.sectorId) ? undefined : refuse("sent on");
    }
    case "returned":
      return entry.from.agentId === agentId || manages(entry.from.sectorId)
        ? undefined
        : refuse("handed back");
    case "closed":
      if (entry.reason === "dropped")
        return attendsPotentials(person) && entry.was === "bot" ? undefined : refuse("dropped");
      return entry.agentId === agentId || manages(sectorId) ? undefined : refuse("closed");
    default:
      return undefined;
  }
}

const managesSector = (person: Agent | undefined, sectorId: SectorId | null): boolean =>
  person?.role === "admin" ||
  (person?.role === "supervisor" && sectorId !== null && person.sectorIds.includes(sectorId));

/** Who sees and drops tickets that are in no sector. */
const attendsPotentials = (person: Agent | undefined): boolean =>
  person?.role === "admin" ||
  person?.role === "supervisor" ||
  (person?.role === "agent" && person.permissions.dropPotentials);

const serves = (person: Agent | undefined, queueId: QueueId | null): boolean =>
  person !== undefined && person.role !== "viewer" && queueId !== null && person.queueIds.includes(queueId);

/** Who is given a ticket serves its queue, and has room for it, or somebody who may forces it. */
function checkGiven(
  shadow: Shadow,
  people: readonly Agent[],
  entry: Extract<Entry, { type: "assigned" | "transferred" }>,
  head: Ticket,
): void {
  if (head.phase !== "open" || head.version !== entry.number) return;
  const seat = shadow.seats.get(`${head.sectorId}/${entry.agentId}`);
  if (!seat?.queueIds.includes(head.queueId))
    throw new Violation("k", `${entry.agentId} got ${head.id} of a line they do not serve`);
  const by: AgentId | undefined = entry.by.kind === "agent" ? entry.by.agentId : undefined;
  const forcer = people.find(({ id }) => id === by);
  if (entry.forced && !managesSector(forcer, head.sectorId))
    throw new Violation("k", `${by ?? "the desk"} forced ${head.id} upon ${entry.agentId}`);
  const stays =
    entry.type === "transferred" &&
    entry.from.agentId === entry.agentId &&
    entry.from.sectorId === head.sectorId;
  if (!entry.forced && !stays && seat.load > seat.limit)
    throw new Violation("d", `${entry.agentId} got ${head.id} over the limit of ${seat.limit}`);
}

/** Invariant k, for reading: administrators see all, others what is of their sectors or queues, or what they hold. */
export function checkSight(person: Agent, seen: Ticket): void {
  if (person.role === "admin") return;
  if (seen.phase === "bot" || seen.sectorId === null) {
    if (person.role === "supervisor") return;
    if (seen.phase !== "bot" || !attendsPotentials(person))
      throw new Violation("k", `${person.id} saw the potential ${seen.id}`);
    return;
  }
  const manages = person.role !== "agent" && person.sectorIds.includes(seen.sectorId);
  const isHistory = seen.phase === "closed" && !person.permissions.seeQueueHistory;
  const attends = serves(person, seen.queueId) && !isHistory;
  const held = seen.phase !== "waiting" && seen.agentId === person.id && person.role !== "viewer";
  if (!manages && !attends && !held)
    throw new Violation("k", `${person.id} saw ${seen.id} of another sector`);
}
