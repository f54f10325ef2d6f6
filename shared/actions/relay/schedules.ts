import type { Clock, Job, Log, Schedules, WorkQueue } from "../../ports/ports.ts";
import type { Effect } from "./plan.ts";
import type { Snooze } from "../../contracts/stored/shapes.ts";
import type { WakeupJob } from "../../contracts/queue-messages.ts";

export interface KeepSchedulesDeps {
  readonly clock: Clock;
  readonly schedules: Schedules;
  readonly wakeups: WorkQueue<"wakeups">;
  readonly log: Log;
}

/** Calls of the scheduler side by side. */
const parallel = 8;

/** What a snooze's schedule is called. */
const scheduleName = ({ ticketId, snooze }: Pick<Snooze, "ticketId" | "snooze">): string =>
  `${ticketId}-${snooze}`;

/** The job that wakes a ticket from this snooze. `id` tells this asking from others. */
export const snoozeJob = (
  { ticketId, snooze }: Pick<Snooze, "ticketId" | "snooze">,
  id: string,
): Job<WakeupJob> => ({ body: { v: 1, kind: "snooze", ticketId, snooze }, group: ticketId, id });

/**
 * Makes a schedule for each snooze that began and deletes those of snoozes that ended. Of several changes of one snooze only
 * the last counts, so that what is told again comes to the same. What is due already goes to the queue at once. A call that
 * fails is logged and no more: a ticket without a schedule is found by the sweep, a schedule without its snooze wakes nothing,
 * and neither may hold up what else the relay carries.
 */
export async function keepSchedules(deps: KeepSchedulesDeps, effects: readonly Effect[]): Promise<void> {
  const now = deps.clock.now();
  const changed = new Map<string, Effect & { kind: "schedule" | "unschedule" }>();
  for (const effect of effects) {
    if (effect.kind === "schedule" || effect.kind === "unschedule")
      changed.set(scheduleName(effect.snooze), effect);
  }
  const due: Job<WakeupJob>[] = [];
  const calls: (readonly [string, () => Promise<void>])[] = [];
  for (const [name, { kind, snooze }] of changed) {
    const isDue = snooze.until <= now;
    const job = snoozeJob(snooze, `due-${name}`);
    if (kind === "schedule" && isDue) due.push(job);
    else if (kind === "schedule")
      calls.push([name, () => deps.schedules.create(name, snooze.until, job.body)]);
    // A schedule that is due deletes itself once it fired.
    else if (!isDue) calls.push([name, () => deps.schedules.remove(name)]);
  }
  if (due.length > 0) await deps.wakeups.send(due);
  for (let at = 0; at < calls.length; at += parallel)
    await Promise.all(calls.slice(at, at + parallel).map(([name, call]) => attempt(deps.log, name, call)));
}

async function attempt(log: Log, schedule: string, call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    log.error("the schedule of a snooze could not be made or deleted", { schedule }, error);
  }
}
