import { type Timer, TimerItem } from "../../contracts/stored/shapes.ts";
import { partitions, places, prefixes } from "../../contracts/stored/keys.ts";
import type { Seat } from "../../contracts/organisation.ts";
import type { TicketId } from "../../contracts/ids.ts";
import { type Fired, fireTimer } from "../timers/fire-timer.ts";
import { type TimerDeps, putTimers } from "../timers/timers.ts";
import { addSeconds } from "../../domain/time.ts";

/** Timers looked at in one sweep; the rest is due in the next. */
const most = 200;
/** Timers looked at side by side. */
const parallel = 8;
/** Tickets of one agent or channel whose timers are put again in one sweep, the oldest first. */
const mostOfOne = 500;

/** How many contacts were warned and tickets closed, because time passed. */
export type Passed = Record<Exclude<Fired, "nothing">, number>;

/**
 * Does what is due: warns silent contacts, closes their tickets and potentials. What fails with one ticket keeps no other from
 * it; in the end the first failure is thrown, and its timer is due again in the next sweep. Where nothing is due, the reading costs
 * half a unit.
 */
export async function fireTimers(deps: TimerDeps): Promise<Passed> {
  const { items } = await deps.store.query(TimerItem, {
    ...{ pk: partitions.timers, prefix: prefixes.timers, limit: most, consistency: "eventual" },
    before: TimerItem.key({ ...anyTimer, at: addSeconds(deps.clock.now(), 1) }).sk,
  });
  const passed: Passed = { warned: 0, closed: 0 };
  const failures: unknown[] = [];
  for (let at = 0; at < items.length; at += parallel) {
    const some = items.slice(at, at + parallel).map((timer) => fireTimer(deps, timer));
    for (const outcome of await Promise.allSettled(some)) {
      if (outcome.status === "rejected") failures.push(outcome.reason);
      else if (outcome.value !== "nothing") passed[outcome.value] += 1;
    }
  }
  if (failures.length > 0) throw failures[0];
  return passed;
}

/** What no ticket's id sorts before. */
const anyTimer: Omit<Timer, "at"> = { ticketId: "" as TicketId, kind: "inactivity" };

/**
 * Puts the timers again of what one sixtieth of the agents hold and one sixtieth of the channels' potentials, another one each
 * minute: within an hour of all. So a timer that was lost is found, and tickets that are there already when a rule begins to hold get
 * theirs. Costs, where there is a rule, a read and a write an hour for each attended ticket of its sector, and for each potential that
 * is older than potentials become.
 */
export async function renewTimers(deps: TimerDeps, seats: readonly Seat[]): Promise<void> {
  const now = deps.clock.now();
  const [sectors, channels, { potentialSeconds }] = await Promise.all([
    deps.configuration.sectors(),
    deps.configuration.channels(),
    deps.configuration.settings(),
  ]);
  const isTheirTurn = (id: string): boolean => turnOf(id) === new Date(now).getUTCMinutes();
  const ruled = new Set(sectors.flatMap(({ id, inactivity }) => (inactivity === null ? [] : [id])));
  const agents = seats
    .filter(({ sectorId, agentId, load }) => load > 0 && ruled.has(sectorId) && isTheirTurn(agentId))
    .map(({ agentId }) => ({ pk: places.open(agentId) }));
  const potentials =
    potentialSeconds === null
      ? []
      : channels
          .filter(({ id }) => isTheirTurn(id))
          .map(({ id }) => ({ pk: places.bot(id), before: addSeconds(now, -potentialSeconds) }));
  for (const place of [...agents, ...potentials]) {
    const { pointers } = await deps.store.find(1, { ...place, limit: mostOfOne });
    const ids = pointers.map(({ sort }) => sort.slice(sort.lastIndexOf("#") + 1) as TicketId);
    if (ids.length > 0) await putTimers(deps, ids);
  }
}

/** The minute of the hour in which something has its turn. Ids end in random characters, so turns are spread evenly. */
const turnOf = (id: string): number =>
  [...id.slice(-4)].reduce((sum, it) => (sum * 33 + (it.codePointAt(0) ?? 0)) % 6_000, 0) % 60;
