import type { Agent } from "../../shared/contracts/organisation.ts";
import type { QueueId, SectorId } from "../../shared/contracts/ids.ts";
import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import type { StoredApiKey } from "../../shared/contracts/stored/shapes.ts";
import { type Shadow, Violation } from "../world/shadow.ts";
import { oneOf } from "../world/people.ts";

/**
 * Invariants k and d, for changes: who answers, marks, tags, sends on or closes holds the ticket or manages its sector (marks
 * and answers: holds it); who is given a ticket serves its queue; and over the limit nobody is given one but by who may
 * force it. A program says something where the bot of the business's own has the word, and hands over into sectors that are its key's.
 * Whoever acts is judged by any of their records since they began, after so many commits.
 */
export function checkGrants(shadow: Shadow, entry: Entry, begunAfter: number): void {
  const head = shadow.tickets.get(entry.ticketId)?.head;
  if (head === undefined) return;
  const { by } = entry;
  const { agents, apiKeys } = shadow.people;
  const people = by.kind === "agent" ? agents.since(by.agentId, begunAfter) : [];
  if (entry.type === "assigned" || entry.type === "transferred")
    oneOf(people, (person) => checkGiven(shadow, person, entry, head));
  if (by.kind === "agent") oneOf(people, (person) => checkPerson(person, by.agentId, entry, head));
  if (by.kind === "key")
    oneOf(apiKeys.since(by.apiKeyId, begunAfter), (apiKey) => checkKey(apiKey, entry, head));
}

/** What a program may do: begin a ticket and put it into a line, and speak for the bot. */
function checkKey(apiKey: StoredApiKey | undefined, entry: Entry, head: Ticket): void {
  const isOf = (sectorId: SectorId | null): boolean =>
    apiKey?.sectorIds === null || (sectorId !== null && apiKey?.sectorIds.includes(sectorId) === true);
  const may =
    entry.type === "opened" ||
    (entry.type === "queued" && isOf(entry.sectorId)) ||
    (entry.type === "message" && head.phase === "bot" && head.bot.kind === "external" && isOf(null));
  if (!may || apiKey?.scopes.includes("bot") !== true)
    throw new Violation("k", `${apiKey?.id ?? "no key"} did ${entry.type} on ${head.id} and may not`);
}

function checkPerson(person: Agent | undefined, agentId: string, entry: Entry, head: Ticket): void {
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
        return entry.was === "bot" && receives(person, closedFrom(head)) ? undefined : refuse("dropped");
      return entry.agentId === agentId || manages(sectorId) ? undefined : refuse("closed");
    default:
      return undefined;
  }
}

const managesSector = (person: Agent | undefined, sectorId: SectorId | null): boolean =>
  person?.role === "admin" ||
  (person?.role === "supervisor" && sectorId !== null && person.sectorIds.includes(sectorId));

/** Where a ticket that was closed while it was with the bot had been handed back from. */
const closedFrom = (head: Ticket): From =>
  head.phase === "closed" && head.sectorId !== null && head.queueId !== null
    ? { sectorId: head.sectorId, queueId: head.queueId }
    : null;

type From = { readonly sectorId: SectorId; readonly queueId: QueueId } | null;

/** Who sees and drops what is with the bot: what was handed back is its sector's. */
const receives = (person: Agent | undefined, from: From): boolean =>
  from === null
    ? attendsPotentials(person)
    : managesSector(person, from.sectorId) ||
      (person?.role === "agent" && attendsPotentials(person) && serves(person, from.queueId));

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
  forcer: Agent | undefined,
  entry: Extract<Entry, { type: "assigned" | "transferred" }>,
  head: Ticket,
): void {
  if (head.phase !== "open" || head.version !== entry.number) return;
  const seat = shadow.seats.get(`${head.sectorId}/${entry.agentId}`);
  if (!seat?.queueIds.includes(head.queueId))
    throw new Violation("k", `${entry.agentId} got ${head.id} of a line they do not serve`);
  if (entry.forced && !managesSector(forcer, head.sectorId))
    throw new Violation("k", `${forcer?.id ?? "the desk"} forced ${head.id} upon ${entry.agentId}`);
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
  if (seen.phase === "bot") {
    const from = seen.returnedFrom;
    const reads = person.role === "viewer" && from !== null && person.sectorIds.includes(from.sectorId);
    if (!reads && !receives(person, from))
      throw new Violation("k", `${person.id} saw the potential ${seen.id}`);
    return;
  }
  if (seen.sectorId === null) {
    if (person.role === "supervisor") return;
    throw new Violation("k", `${person.id} saw ${seen.id}, which was closed as a potential`);
  }
  const manages = person.role !== "agent" && person.sectorIds.includes(seen.sectorId);
  const isHistory = seen.phase === "closed" && !person.permissions.seeQueueHistory;
  const attends = serves(person, seen.queueId) && !isHistory;
  const held = seen.phase !== "waiting" && seen.agentId === person.id && person.role !== "viewer";
  if (!manages && !attends && !held)
    throw new Violation("k", `${person.id} saw ${seen.id} of another sector`);
}
