import type { Agent } from "../../shared/contracts/organisation.ts";
import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import { type Shadow, Violation } from "../world/shadow.ts";

/**
 * Invariant k, for changes: who answers holds the ticket, and who is given a ticket serves its queue. `closed` is looked
 * at with the person's role, when the request is answered.
 */
export function checkGrants(shadow: Shadow, entry: Entry): void {
  const head = shadow.tickets.get(entry.ticketId)?.head;
  if (head === undefined || entry.by.kind !== "agent") return;
  const { agentId } = entry.by;
  if (entry.type === "message" && !(head.phase === "open" && head.agentId === agentId)) {
    throw new Violation("k", `${agentId} answered ${head.id} without holding it`);
  }
  if (entry.type === "assigned" && head.phase === "open") {
    const seat = shadow.seats.get(`${head.sectorId}/${entry.agentId}`);
    if (!seat?.queueIds.includes(head.queueId) || entry.agentId !== agentId) {
      throw new Violation("k", `${agentId} took ${head.id} from a line they do not serve`);
    }
  }
}

/** Invariant k, for reading: administrators see all, others what is of their sectors or queues, or what they hold. */
export function checkSight(person: Agent, seen: Ticket): void {
  if (person.role === "admin") return;
  if (seen.phase === "bot" || seen.sectorId === null) {
    if (person.role !== "supervisor") throw new Violation("k", `${person.id} saw the potential ${seen.id}`);
    return;
  }
  const manages = person.role !== "agent" && person.sectorIds.includes(seen.sectorId);
  const serves = person.role !== "viewer" && seen.queueId !== null && person.queueIds.includes(seen.queueId);
  const held = seen.phase !== "waiting" && seen.agentId === person.id && person.role !== "viewer";
  if (!manages && !serves && !held) throw new Violation("k", `${person.id} saw ${seen.id} of another sector`);
}
