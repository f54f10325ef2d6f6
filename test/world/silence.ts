import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import type { Sector } from "../../shared/contracts/organisation.ts";
import type { AgentRating } from "../../shared/contracts/stored/shapes.ts";
import type { Settings } from "../../shared/contracts/settings.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { Violation } from "./violation.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { expiryOf, inactivityOf } from "../../shared/domain/inactivity.ts";

/** How late a silent ticket may be warned or closed once nothing goes wrong: two sweeps, and the minute to which timers are kept. */
const latestSeconds = 240;
/** What potentials have at least, in seconds. */
const leastOfPotentials = 300;

/** What is asked by silence and answered at the end: warnings, closings that nobody made, and ratings. */
export function createSilenceShadow() {
  /** What the timelines come to, and what is stored, by agent. */
  const given = new Map<string, { sum: number; count: number }>();
  const stored = new Map<string, AgentRating>();
  /** Tickets whose contact was warned, and has been silent since. */
  const warned = new Set<string>();
  /** When tickets were handed back to the bot. */
  const returned = new Map<string, Time>();

  /** What contacts said last, by ticket. */
  const words = new Map<string, Entry & { type: "message"; direction: "in" }>();

  const rate = (before: Ticket | null, { ticketId, score }: Entry & { type: "rated" }): void => {
    if (before?.phase !== "closed" || before.agentId === null)
      throw new Violation("rating", `${ticketId} was rated and nobody had attended it`);
    const word = words.get(ticketId);
    if (
      word?.content.type === "choice"
        ? !word.content.id.endsWith(ticketId)
        : !(word && word.sentAt >= before.closedAt)
    )
      throw new Violation("rating", `${ticketId} was rated by what was no answer to its survey`);
    if (before.rating !== null) throw new Violation("rating", `${ticketId} was rated twice`);
    const known = given.get(before.agentId) ?? { sum: 0, count: 0 };
    given.set(before.agentId, { sum: known.sum + score, count: known.count + 1 });
  };

  return {
    /** Looks at a new entry; `before` is the ticket without it. */
    takeEntry: (before: Ticket | null, entry: Entry): void => {
      const { ticketId } = entry;
      if (entry.type === "message" && entry.direction === "in") words.set(ticketId, entry);
      if (entry.type === "rated") rate(before, entry);
      if (entry.type === "returned") returned.set(ticketId, entry.at);
      const since = returned.get(ticketId);
      if (entry.type === "closed" && entry.reason === "expired" && since !== undefined)
        if (entry.at < addSeconds(since, leastOfPotentials))
          throw new Violation("silence", `${ticketId} expired although it was handed back at ${since}`);
      if (entry.type === "snoozed" || entry.type === "transferred" || entry.type === "requeued")
        warned.delete(ticketId);
      if (entry.type === "message" && (entry.direction === "in" || entry.by.kind !== "system"))
        warned.delete(ticketId);
      const warns =
        entry.type === "message" && entry.direction === "out" && entry.purpose === "inactivity-warning";
      const closes = entry.type === "closed" && entry.reason === "inactivity";
      if (!warns && !closes) return;
      if (before?.phase !== "open" || before.lastDirection !== "out")
        throw new Violation("silence", `${ticketId} counts as silent, ${before?.phase} as it is`);
      const unwarned = addSeconds(before.lastMessageAt ?? before.assignedAt, 86_400);
      if (closes && before.warnedAt === null && entry.at < unwarned)
        throw new Violation("silence", `${ticketId} closed without a warning before 24 hours were over`);
      if (!warns) return;
      if (warned.has(ticketId)) throw new Violation("silence", `${ticketId} was warned twice of one silence`);
      warned.add(ticketId);
    },
    takeRating: (rating: AgentRating): void => void stored.set(rating.agentId, rating),
    /** An agent's rating is what the timelines of the tickets they attended come to. */
    check: (): void => {
      for (const agentId of new Set([...given.keys(), ...stored.keys()])) {
        const [wanted, found] = [given.get(agentId), stored.get(agentId)];
        if (wanted?.sum !== found?.sum || wanted?.count !== found?.count) {
          const is = JSON.stringify(found);
          throw new Violation("rating", `${agentId} is rated ${is} and was given ${JSON.stringify(wanted)}`);
        }
      }
    },
    /** Once everything is at rest, nothing outlasts the rules of time. */
    checkOverdue: (
      heads: Iterable<Ticket>,
      sectorOf: (id: string) => Pick<Sector, "inactivity"> | undefined,
      settings: Pick<Settings, "potentialSeconds">,
      now: Time,
    ): void => {
      const then = addSeconds(now, -latestSeconds);
      for (const head of heads) {
        const due =
          head.phase === "open"
            ? inactivityOf(head, sectorOf(head.sectorId)?.inactivity ?? null, then)
            : expiryOf(head, settings.potentialSeconds, then);
        if (due !== undefined && due.what !== "look")
          throw new Violation("silence", `${head.id} is ${head.phase} and was to ${due.what} by ${then}`);
      }
    },
  };
}
