import type { Attempts } from "./attempts.ts";
import { type Timer, TimerItem } from "../../contracts/stored/shapes.ts";
import { partitions, places, prefixes } from "../../contracts/stored/keys.ts";
import type { Seat } from "../../contracts/organisation.ts";
import type { TicketId } from "../../contracts/ids.ts";
import { type Fired, fireTimer } from "../timers/fire-timer.ts";
import { type TimerDeps, putTimers } from "../timers/timers.ts";
import { addSeconds } from "../../domain/time.ts";

/** Timers read at once. */
const stretch = 200;
/** Timers looked at side by side. */
const parallel = 8;
/** For how long timers are looked at in one sweep, in seconds: the rest is due in the next. */
const longest = 25;
/** Tickets of one agent or channel whose timers are put again in one sweep, the oldest first. */
const mostOfOne = 500;

/** How many contacts were warned and tickets closed, because time passed. */
export type Passed = Record<Exclude<Fired, "nothing">, number>;

/**
 * Does what is due: warns silent contacts, closes their tickets and potentials. What fails with one ticket keeps no other from
 * it, and its timer is due again in the next sweep. Where nothing is due, the reading costs half a unit.
 */
export async function fireTimers(deps: TimerDeps, attempts: Attempts): Promise<Passed> {
  const begun = deps.clock.now();
  const before = TimerItem.key({ ...anyTimer, at: addSeconds(begun, 1) }).sk;
  const store = attempts.readable(deps.store);
  const passed: Passed = { warned: 0, closed: 0 };
  const isLate = (): boolean => deps.clock.now() >= addSeconds(begun, longest);
  let after: string | undefined;
  do {
    const page = await store.query(TimerItem, {
      ...{ pk: partitions.timers, prefix: prefixes.timers, before, limit: stretch, consistency: "eventual" },
      ...(after === undefined ? {} : { after }),
    });
    const of = ({ ticketId }: Timer) => ({ kind: "timer", ticketId });
    await attempts.each(page.items, parallel, of, async (timer) => {
      if (isLate()) return;
      const outcome = await fireTimer(deps, timer);
      if (outcome !== "nothing") passed[outcome] += 1;
    });
    after = page.next;
  } while (after !== undefined && !isLate());
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
export async function renewTimers(
  deps: TimerDeps,
  seats: readonly Seat[],
  attempts: Attempts,
): Promise<void> {
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
  const of = ({ pk }: { readonly pk: string }) => ({ kind: "timers", of: pk });
  await attempts.each([...agents, ...potentials], 1, of, async (place) => {
    const { pointers } = await deps.store.find(1, { ...place, limit: mostOfOne });
    const ids = pointers.map(({ sort }) => sort.slice(sort.lastIndexOf("#") + 1) as TicketId);
    if (ids.length > 0) await putTimers(deps, ids, attempts.readable(deps.store));
  });
}

/** The minute of the hour in which something has its turn. Ids end in random characters, so turns are spread evenly. */
const turnOf = (id: string): number =>
  [...id.slice(-4)].reduce((sum, it) => (sum * 33 + (it.codePointAt(0) ?? 0)) % 6_000, 0) % 60;
