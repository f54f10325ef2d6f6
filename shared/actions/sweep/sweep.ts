import { type Attempts, createAttempts } from "./attempts.ts";
import type { Job, Sockets, WorkQueue } from "../../ports/ports.ts";
import { EntryItem } from "../../contracts/stored/shapes.ts";
import type { OutboundJob } from "../../contracts/queue-messages.ts";
import { places, unsentShards } from "../../contracts/stored/keys.ts";
import type { Entry } from "../../contracts/tickets.ts";
import { addSeconds } from "../../domain/time.ts";
import { endByAccessHours } from "./access-hours.ts";
import { forgottenDepartures } from "./departures.ts";
import { forgottenLines } from "./lines.ts";
import { forgottenReleases } from "./releases.ts";
import { forgottenSnoozes } from "./snoozes.ts";
import { type RemovalSweepDeps, goOnWithRemovals } from "./removals.ts";
import { everySeat, removeVacantSeats } from "./seats.ts";
import { listedAgents } from "./listed-agents.ts";
import { tellPositions } from "./positions.ts";
import { type Passed, fireTimers, renewTimers } from "./timers.ts";

export interface SweepDeps extends RemovalSweepDeps {
  readonly routing: WorkQueue<"routing">;
  readonly outbound: WorkQueue<"outbound">;
  readonly wakeups: WorkQueue<"wakeups">;
  readonly sockets: Sockets;
}

/** A send this old that is not settled has lost its way; a send waits at most 20 seconds for Meta's answer. */
const unsentSeconds = 60;
/** Sends picked up in one sweep and shard. */
const most = 500;

/** What a sweep found, by count. `warned` and `closed`: silent contacts, and tickets that ended because time passed. */
export interface Swept extends Passed {
  /** Lines that waited although somebody had room. */
  readonly routed: number;
  /** Messages that nobody sent. */
  readonly resent: number;
  /** People who are out of the desk, but not wholly. */
  readonly released: number;
  /** People whose connection was lost long ago. */
  readonly departed: number;
  /** Contacts who were told that they moved up in their line. */
  readonly told: number;
  /** Tickets that should have woken. */
  readonly woken: number;
  /** Seats that nobody uses any more. */
  readonly vacated: number;
  /** People whose access hours ended. */
  readonly ended: number;
  /** Removals that came to their end, and those that were given up. */
  readonly removed: number;
  readonly calledOff: number;
}

/** Parts of a sweep failed; everything else was done. */
export class SweepFailed extends Error {
  readonly found: Swept;

  constructor(found: Swept, failures: readonly unknown[]) {
    super(`${failures.length} parts of the sweep failed`, { cause: failures[0] });
    this.name = "SweepFailed";
    this.found = found;
  }
}

/**
 * Finds, once a minute, what a lost effect left behind: tickets that wait although somebody has room, messages that nobody
 * sends, people who are gone but still hold tickets, people whose connection was lost, tickets that did not wake, and seats that nobody uses any more. It asks for the ordinary
 * work to be done or does it, so a lost effect is a late one. It also ends the sessions of people whose access hours are over, as nothing but time does, does what time asks for with silent contacts and potentials, tells contacts who
 * wait how far they have come, and last of all it goes on with removals.
 *
 * What fails, of a part or with one item, is logged and keeps nothing else from being done; in the end SweepFailed is thrown.
 */
export async function sweep(deps: SweepDeps): Promise<Swept> {
  const minute = deps.clock.now().slice(0, 16);
  const attempts = createAttempts(deps.log);
  const listing = { ...deps, store: attempts.readable(deps.store) };
  const part = <Result>(kind: string, otherwise: Result, work: () => Promise<Result>): Promise<Result> =>
    attempts.attempt({ kind }, otherwise, work);
  const [agents, seats] = await Promise.all([
    part("agents", undefined, () => listedAgents(listing.store)),
    part("seats", [], () => everySeat(deps, attempts)),
  ]);
  const [routed, resent, released, departed, woken, ended, told, vacated, passed] = await Promise.all([
    part("lines", 0, async () => sent(deps.routing, await forgottenLines(deps, seats, attempts, minute))),
    part("sends", 0, async () => sent(deps.outbound, await forgottenSends(deps, attempts, minute))),
    // Without the list of people, everybody would seem to be removed.
    part("releases", 0, async () =>
      agents === undefined ? 0 : sent(deps.routing, forgottenReleases(seats, agents, minute)),
    ),
    part("departures", 0, async () => sent(deps.wakeups, await forgottenDepartures(listing, minute))),
    part("snoozes", 0, async () => sent(deps.wakeups, await forgottenSnoozes(listing, minute))),
    part("access hours", 0, () => endByAccessHours(deps, agents ?? [], attempts)),
    part("positions", 0, () => tellPositions(deps, attempts)),
    part("vacant seats", 0, () => removeVacantSeats(deps, seats, attempts)),
    part("timers", { warned: 0, closed: 0 }, () => fireTimers(deps, attempts)),
    part("timers that were lost", undefined, () => renewTimers(deps, seats, attempts)),
  ]);
  const removals = await part("removals", { removed: 0, calledOff: 0 }, () => goOnWithRemovals(deps));
  const found = {
    ...{ routed, resent, released, departed, woken, ended, told, vacated },
    ...{ ...passed, ...removals },
  };
  if (attempts.failures.length > 0) throw new SweepFailed(found, attempts.failures);
  return found;
}

/** Puts the jobs, if there are any, into the queue; answers how many. */
async function sent<Name extends "routing" | "outbound" | "wakeups">(
  queue: WorkQueue<Name>,
  jobs: Parameters<WorkQueue<Name>["send"]>[0],
): Promise<number> {
  if (jobs.length > 0) await queue.send(jobs);
  return jobs.length;
}

async function forgottenSends(
  deps: SweepDeps,
  attempts: Attempts,
  minute: string,
): Promise<readonly Job<OutboundJob>[]> {
  const before = addSeconds(deps.clock.now(), -unsentSeconds);
  const shards = await Promise.all(
    Array.from({ length: unsentShards }, (_, shard) =>
      attempts.attempt({ kind: "sends", of: places.unsent(shard) }, [], async () => {
        const place = { pk: places.unsent(shard), before, limit: most };
        return (await deps.store.find(1, place)).pointers;
      }),
    ),
  );
  const pointers = shards.flat();
  if (pointers.length === 0) return [];
  const entries = await attempts
    .readable(deps.store)
    .getMany<Entry[]>(pointers.map(({ pk, sk }) => ({ shape: EntryItem, key: { pk, sk } })));
  return entries.flatMap((entry) => {
    if (entry?.type !== "message" || entry.direction !== "out") return [];
    const { status, at } = entry.delivery;
    if ((status !== "queued" && status !== "sending") || at >= before) return [];
    const { ticketId, number } = entry;
    return [
      { body: { v: 1, ticketId, number }, group: ticketId, id: `sweep-${ticketId}-${number}-${minute}` },
    ];
  });
}
