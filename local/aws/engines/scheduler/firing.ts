import { randomUUID } from "node:crypto";
import type { LocalLog } from "../../types.ts";
import { deadLetterOf, deliveryOf } from "./delivery.ts";
import type { Deliver } from "./delivery.ts";
import type { Invocation, Schedule, StoredRecord } from "./records.ts";
import type { State } from "./state.ts";
import {
  findSchedule,
  invocationKey,
  invocationsOf,
  nextOccurrence,
  scheduleArn,
  scheduleKey,
  schedulesOf,
} from "./state.ts";

/** How a test makes the service as unpunctual as it may be. */
export type Disturb = (occurrence: { readonly scheduleArn: string; readonly scheduledAt: number }) => {
  /** Milliseconds after the due time. */
  readonly lateMs?: number;
  /** How often the target is called; 1 when absent. */
  readonly times?: number;
};

/** The clockwork: turns due schedules into deliveries. */
export interface Firing {
  /** Starts the clockwork; occurrences and retries that fell due while nobody listened go out now. */
  start(deliver: Deliver): void;
  /** Follows a created, changed or removed schedule. */
  follow(group: string, name: string): void;
  /** Resolves when no delivery is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const firstRetryMs = 1_000;
const longestRetryMs = 300_000;

/** Builds the clockwork over the state; nothing fires before `start`. */
export function createFiring(state: State, log: LocalLog, disturb: Disturb): Firing {
  const timers = new Map<string, () => void>();
  const underWay = new Set<Promise<void>>();
  let deliver: Deliver | undefined;

  const arm = (key: string, at: number, callback: () => void): void => {
    timers.get(key)?.();
    const cancel = state.clock.after(Math.max(0, at - state.clock.now()), () => {
      timers.delete(key);
      callback();
    });
    timers.set(key, cancel);
  };

  const follow = (group: string, name: string): void => {
    const key = scheduleKey(group, name);
    timers.get(key)?.();
    timers.delete(key);
    const schedule = findSchedule(state, group, name);
    if (deliver === undefined || schedule?.nextAt === undefined || schedule.spec.State === "DISABLED") return;
    const scheduledAt = schedule.nextAt;
    const { lateMs = 0, times = 1 } = disturb({
      scheduleArn: scheduleArn(state.place, group, name),
      scheduledAt,
    });
    arm(key, scheduledAt + lateMs, () => fire(schedule, scheduledAt, times));
  };

  /** Moves the schedule on and stores what is to be delivered in one write, then delivers. */
  const fire = (schedule: Schedule, scheduledAt: number, times: number): void => {
    const now = state.clock.now();
    const { nextAt: _due, ...rest } = schedule;
    const nextAt = nextOccurrence(schedule.spec, scheduledAt, now);
    const invocations = Array.from({ length: times }, (): Invocation => ({
      kind: "invocation",
      id: randomUUID(),
      group: schedule.group,
      name: schedule.name,
      target: schedule.spec.Target,
      scheduledAt,
      firstTriedAt: now,
      attempts: 0,
      nextTryAt: now,
    }));
    state.journal.write({
      [scheduleKey(schedule.group, schedule.name)]: nextAt === undefined ? rest : { ...rest, nextAt },
      ...Object.fromEntries(invocations.map((one) => [invocationKey(one.id), one])),
    });
    follow(schedule.group, schedule.name);
    for (const invocation of invocations) attempt(invocation);
  };

  const attempt = (invocation: Invocation): void => {
    const work = tryOnce(invocation).finally(() => underWay.delete(work));
    underWay.add(work);
  };

  const tryOnce = async (before: Invocation): Promise<void> => {
    if (deliver === undefined) return;
    const invocation = { ...before, attempts: before.attempts + 1 };
    try {
      await deliver(deliveryOf(state.place, invocation, invocation.attempts));
      finish(invocation);
    } catch (error) {
      await retryOrGiveUp(deliver, invocation, error);
    }
  };

  const retryOrGiveUp = async (send: Deliver, invocation: Invocation, error: unknown): Promise<void> => {
    const policy = invocation.target.RetryPolicy;
    const now = state.clock.now();
    const waitMs = Math.min(firstRetryMs * 2 ** (invocation.attempts - 1), longestRetryMs);
    const tooOldAt = invocation.firstTriedAt + (policy?.MaximumEventAgeInSeconds ?? 86_400) * 1_000;
    const permanent = error instanceof Error && "retryable" in error && error.retryable === false;
    const exhausted =
      invocation.attempts > (policy?.MaximumRetryAttempts ?? 185)
        ? "MaximumRetryAttempts"
        : now + waitMs > tooOldAt
          ? "MaximumEventAgeInSeconds"
          : undefined;
    if (!permanent && exhausted === undefined) {
      const waiting = { ...invocation, nextTryAt: now + waitMs };
      state.journal.write({ [invocationKey(invocation.id)]: waiting });
      arm(invocationKey(invocation.id), waiting.nextTryAt, () => attempt(waiting));
      return;
    }
    log({
      level: "warn",
      message: "a schedule's target could not be called",
      schedule: scheduleArn(state.place, invocation.group, invocation.name),
      target: invocation.target.Arn,
      attempts: invocation.attempts,
      error: String(error),
    });
    await sendDeadLetter(send, invocation, error, exhausted ?? "NonRetryableError");
    finish(invocation);
  };

  const sendDeadLetter = async (
    send: Deliver,
    invocation: Invocation,
    error: unknown,
    exhausted: string,
  ): Promise<void> => {
    const letter = deadLetterOf(state.place, invocation, { error, exhausted });
    if (letter === undefined) return;
    try {
      await send(letter);
    } catch (cause) {
      // The service, too, drops what even the dead-letter queue refuses.
      log({ level: "warn", message: "a dead letter was lost", queue: letter.arn, error: String(cause) });
    }
  };

  /** Forgets a finished occurrence, and its schedule when that was the last one and it asks for deletion. */
  const finish = (invocation: Invocation): void => {
    const schedule = findSchedule(state, invocation.group, invocation.name);
    const others = invocationsOf(state).some(
      (other) =>
        other.id !== invocation.id && other.group === invocation.group && other.name === invocation.name,
    );
    const completed =
      schedule?.spec.ActionAfterCompletion === "DELETE" && schedule.nextAt === undefined && !others;
    const changes: { [key: string]: StoredRecord | undefined } = {
      [invocationKey(invocation.id)]: undefined,
    };
    if (completed) changes[scheduleKey(invocation.group, invocation.name)] = undefined;
    state.journal.write(changes);
  };

  return {
    start(send) {
      const listening = deliver !== undefined;
      deliver = send;
      if (listening) return;
      for (const one of invocationsOf(state)) arm(invocationKey(one.id), one.nextTryAt, () => attempt(one));
      for (const schedule of schedulesOf(state)) follow(schedule.group, schedule.name);
    },
    follow,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async stop() {
      for (const cancel of timers.values()) cancel();
      timers.clear();
      await Promise.all(underWay);
      // A failed delivery that was under way has armed its retry meanwhile; it is on record for the next start.
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}
