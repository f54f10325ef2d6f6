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

/**
 * Finds, once a minute, what a lost effect left behind: tickets that wait although somebody has room, messages that nobody
 * sends, people who are gone but still hold tickets, people whose connection was lost, tickets that did not wake, and seats that nobody uses any more. It asks for the ordinary
 * work to be done or does it, so a lost effect is a late one. It also ends the sessions of people whose access hours are over, as nothing but time does, does what time asks for with silent contacts and potentials, tells contacts who
 * wait how far they have come, and last of all it goes on with removals.
 */
export async function sweep(deps: SweepDeps): Promise<Swept> {
  const minute = deps.clock.now().slice(0, 16);
  const [agents, seats] = await Promise.all([listedAgents(deps.store), everySeat(deps)]);
  const releases = forgottenReleases(seats, agents, minute);
  const [routing, outbound, departures, snoozes, ended, told, vacated, passed] = await Promise.all([
    forgottenLines(deps, minute),
    forgottenSends(deps, minute),
    forgottenDepartures(deps, minute),
    forgottenSnoozes(deps, minute),
    endByAccessHours(deps, agents),
    tellPositions(deps),
    removeVacantSeats(deps, seats),
    fireTimers(deps),
    renewTimers(deps, seats),
  ]);
  const jobs = [...routing, ...releases];
  const wakeups = [...departures, ...snoozes];
  await Promise.all([
    jobs.length > 0 ? deps.routing.send(jobs) : undefined,
    outbound.length > 0 ? deps.outbound.send(outbound) : undefined,
    wakeups.length > 0 ? deps.wakeups.send(wakeups) : undefined,
  ]);
  const removals = await goOnWithRemovals(deps);
  return {
    routed: routing.length,
    resent: outbound.length,
    released: releases.length,
    departed: departures.length,
    woken: snoozes.length,
    ended,
    told,
    vacated,
    ...passed,
    ...removals,
  };
}

async function forgottenSends(deps: SweepDeps, minute: string): Promise<readonly Job<OutboundJob>[]> {
  const before = addSeconds(deps.clock.now(), -unsentSeconds);
  const shards = await Promise.all(
    Array.from({ length: unsentShards }, (_, shard) =>
      deps.store.find(1, { pk: places.unsent(shard), before, limit: most }),
    ),
  );
  const pointers = shards.flatMap((shard) => shard.pointers);
  if (pointers.length === 0) return [];
  const entries = await deps.store.getMany<Entry[]>(
    pointers.map(({ pk, sk }) => ({ shape: EntryItem, key: { pk, sk } })),
  );
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
