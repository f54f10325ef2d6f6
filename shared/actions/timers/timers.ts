import { HeadItem, type Timer, TimerItem } from "../../contracts/stored/shapes.ts";
import { type Store, put } from "../../ports/store.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { type Due, expiryOf, inactivityOf } from "../../domain/inactivity.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { TicketId } from "../../contracts/ids.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";

export interface TimerDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

const minuteMs = 60_000;

/** Timers put side by side. */
const parallel = 8;

/** What a ticket comes to by the passing of time alone, as things are now; undefined: nothing. */
export async function dueOf(
  { configuration }: Pick<TimerDeps, "configuration">,
  head: Ticket,
  now: Time,
): Promise<Due | undefined> {
  if (head.phase === "bot") return expiryOf(head, (await configuration.settings()).potentialSeconds, now);
  if (head.phase !== "open") return undefined;
  const sector = await configuration.sector(head.sectorId);
  return inactivityOf(head, sector?.inactivity ?? null, now);
}

/** The timer of a ticket that is to be looked at then: at the next whole minute, so that several for one look are one. */
export const timerAt = ({ id: ticketId, phase }: Ticket, at: Time): Timer => ({
  ticketId,
  kind: phase === "bot" ? "potential" : "inactivity",
  at: new Date(Math.ceil(Date.parse(at) / minuteMs) * minuteMs).toISOString() as Time,
});

/**
 * Puts the timer of each of these tickets that needs one. When a ticket is to be looked at follows from it alone, so asking again puts
 * the same timer again. `heads` is where their heads are read. Costs a read a ticket, and a write where there is a rule.
 */
export async function putTimers(
  deps: TimerDeps,
  ticketIds: readonly TicketId[],
  heads: Pick<Store, "getMany"> = deps.store,
): Promise<void> {
  const found = await heads.getMany<Ticket[]>(
    [...new Set(ticketIds)].map((id) => ({ shape: HeadItem, key: keys.head(id) })),
  );
  const now = deps.clock.now();
  const timers: Timer[] = [];
  for (const head of found) {
    const due = head && (await dueOf(deps, head, now));
    if (due !== undefined) timers.push(timerAt(head as Ticket, due.what === "look" ? due.at : now));
  }
  for (let at = 0; at < timers.length; at += parallel) {
    const some = timers.slice(at, at + parallel);
    await Promise.all(some.map((timer) => deps.store.commit([put("timer", TimerItem, timer)])));
  }
}
