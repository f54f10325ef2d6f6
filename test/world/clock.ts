import type { Clock } from "../../shared/ports/ports.ts";
import type { Time } from "../../shared/contracts/values.ts";

/** A clock that stands still until somebody moves it. */
export interface WorldClock extends Clock {
  /** Milliseconds since the epoch. */
  readonly ms: () => number;
  /** Lets this many milliseconds pass. */
  advance(milliseconds: number): void;
}

/** The first instant of every world. */
export const beginning = Date.parse("2026-11-23T12:00:00.000Z");

/** `skew` says by how many milliseconds the clock of whoever asks now is ahead of true time. */
export function createWorldClock(skew: () => number = () => 0): WorldClock {
  let now = beginning;
  return {
    now: () => new Date(now + skew()).toISOString() as Time,
    ms: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
