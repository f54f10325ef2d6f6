import type { AgentId } from "../../../shared/contracts/ids.ts";
import type { Entry } from "../../../shared/contracts/tickets.ts";
import { type Deed, type Deeds, deeds } from "./journal.ts";
import type { Told } from "./reading.ts";

/** How contacts rated an agent. */
export interface Rating {
  readonly count: number;
  readonly sum: number;
}

/** What all timelines together tell. */
export interface Tally {
  readonly deeds: Deeds;
  readonly ratings: ReadonlyMap<AgentId, Rating>;
  /** How many messages the contacts were sent, by people and by the desk itself, and how many of these were read. */
  readonly sent: number;
  readonly read: number;
  /** Minutes in line until an agent had it, for each time that somebody waited; and from the first message to an agent's answer. */
  readonly waits: readonly number[];
  readonly firstResponses: readonly number[];
}

/** Folds timelines into what happened in them. */
export function tallyOf(tickets: readonly Told[]): Tally {
  const counts = Object.fromEntries(deeds.map((deed) => [deed, 0])) as Record<Deed, number>;
  const ratings = new Map<AgentId, Rating>();
  const waits: number[] = [];
  const firstResponses: number[] = [];
  let [sent, read] = [0, 0];
  for (const { ticket, entries } of tickets) {
    let inLineSince: string | undefined;
    for (const entry of entries) {
      const deed = deedOf(entry);
      if (deed !== undefined) counts[deed] += 1;
      if (entry.type === "message" && entry.direction === "out") {
        sent += 1;
        if (entry.delivery.status === "read") read += 1;
      } else if (entersLine(entry)) inLineSince ??= entry.at;
      else if (entry.type === "assigned" || entry.type === "transferred") {
        if (inLineSince !== undefined) waits.push(minutesBetween(inLineSince, entry.at));
        inLineSince = undefined;
      } else if (entry.type === "rated") {
        counts.stars += entry.score;
        if (ticket.phase === "closed" && ticket.agentId !== null) {
          const { count, sum } = ratings.get(ticket.agentId) ?? { count: 0, sum: 0 };
          ratings.set(ticket.agentId, { count: count + 1, sum: sum + entry.score });
        }
      }
    }
    if (ticket.firstResponseAt !== null)
      firstResponses.push(minutesBetween(ticket.openedAt, ticket.firstResponseAt));
  }
  return { deeds: counts, ratings, sent, read, waits, firstResponses };
}

const entersLine = (entry: Entry): boolean =>
  entry.type === "queued" || entry.type === "requeued" || (entry.type === "woken" && entry.agentId === null);

/** What somebody did that left this entry. */
function deedOf(entry: Entry): Deed | undefined {
  switch (entry.type) {
    case "message":
      if (entry.direction === "in") return "written";
      return entry.by.kind === "agent" ? "answered" : undefined;
    case "note":
      return "noted";
    case "assigned":
      return entry.mode === "taken" ? "taken" : undefined;
    case "transferred":
      return "sent on";
    case "requeued":
      return entry.reason === "transferred" ? "sent on" : undefined;
    case "snoozed":
      return "put away";
    case "closed":
      if (entry.reason === "agent") return "closed";
      return entry.reason === "dropped" ? "dropped" : undefined;
    case "rated":
      return "rated";
    default:
      return undefined;
  }
}

const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;
