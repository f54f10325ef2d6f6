import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import type { Snooze } from "../../shared/contracts/stored/shapes.ts";
import { Violation } from "./violation.ts";
import { isDeepStrictEqual } from "node:util";

/** How late a ticket may wake: the sweep counts a snooze as forgotten after two minutes, and comes every minute. */
const latestMs = 240_000;

/** Invariant h of what is put away: it is in exactly one list, and wakes once for each snooze, in its time. */
export function createSnoozeShadow() {
  /** By ticket, and by the time of waking. */
  const listed = new Map<string, Map<string, Snooze>>();
  const woken = new Set<string>();

  const itemsOf = (ticketId: string): Map<string, Snooze> => {
    const known = listed.get(ticketId) ?? new Map<string, Snooze>();
    listed.set(ticketId, known);
    return known;
  };

  return {
    /** Takes in a change of the list. Answers the ticket it is about. */
    take: (item: Snooze, isThere: boolean): string => {
      if (isThere) itemsOf(item.ticketId).set(item.until, item);
      else itemsOf(item.ticketId).delete(item.until);
      return item.ticketId;
    },
    /** Looks at a new entry of a ticket; `before` are those before it. */
    takeEntry: (before: readonly Entry[], entry: Entry): void => {
      if (entry.type !== "woken") return;
      const name = `snooze ${entry.snooze} of ${entry.ticketId}`;
      if (woken.has(name)) throw new Violation("h", `${name} woke twice`);
      woken.add(name);
      const last = before.findLast((it) => it.type === "snoozed");
      if (last?.snooze !== entry.snooze) throw new Violation("h", `${name} is not the one that it sleeps in`);
      if (entry.because === "due" && entry.at < last.until)
        throw new Violation("h", `${name} woke at ${entry.at}, before ${last.until}`);
    },
    /** Looks at a ticket after a commit. */
    check: (head: Ticket, entries: readonly Entry[]): void => {
      const found = [...itemsOf(head.id).values()];
      if (head.phase !== "snoozed") {
        if (found.length > 0) throw new Violation("h", `${head.id} is ${head.phase} and listed as snoozed`);
        return;
      }
      const { sectorId, queueId, channelId, agentId, until, snoozes } = head;
      const expected = { ticketId: head.id, snooze: snoozes, until, sectorId, queueId, channelId, agentId };
      if (found.length !== 1 || !isDeepStrictEqual({ ...found[0] }, expected))
        throw new Violation("h", `${head.id} is snoozed and listed as ${JSON.stringify(found)}`);
      const since = entries.findLastIndex((it) => it.type === "snoozed");
      const written = entries.slice(since).some((it) => it.type === "message" && it.direction === "in");
      if (written) throw new Violation("h", `${head.id} sleeps although its contact wrote`);
    },
    /** Once everything is at rest, nothing sleeps past its time. */
    checkOverdue: (nowMs: number): void => {
      for (const [ticketId, items] of listed) {
        for (const { until } of items.values()) {
          if (Date.parse(until) + latestMs < nowMs)
            throw new Violation("h", `${ticketId} sleeps since ${until}`);
        }
      }
    },
  };
}
