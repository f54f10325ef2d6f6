import type { Fifo } from "./fifo.ts";
import type { Intercept } from "./calls.ts";
import type { Schedules } from "../../shared/ports/ports.ts";
import type { WakeupJob } from "../../shared/contracts/queue-messages.ts";
import type { WorldClock } from "./clock.ts";

/** When a schedule fires: milliseconds after its time, once each; never, or more than once, as the scheduler may. */
export type Punctuality = (name: string) => readonly number[];

/** The scheduler in memory: what is due goes to the wake-ups queue when somebody lets it. */
export interface WorldScheduler {
  /** Names of the schedules there are, in order. */
  readonly names: () => readonly string[];
  /** Firings that came to the queue so far. */
  readonly fired: () => number;
  /** When the next firing is due, in milliseconds; it may be past. */
  readonly nextAt: () => number | undefined;
  /** Puts what is due into the queue. */
  fire(): void;
  ports(intercept: Intercept): Schedules;
}

interface Schedule {
  readonly body: WakeupJob;
  readonly firings: number[];
}

export function createScheduler(clock: WorldClock, queue: Fifo, punctuality: Punctuality): WorldScheduler {
  const schedules = new Map<string, Schedule>();
  let fired = 0;

  const fire = (): void => {
    for (const [name, { body, firings }] of schedules) {
      while (firings[0] !== undefined && firings[0] <= clock.ms()) {
        firings.shift();
        fired += 1;
        queue.send([{ body, group: name, id: `${name}-fired-${fired}` }]);
        // It deletes itself after its last firing.
        if (firings.length === 0) schedules.delete(name);
      }
    }
  };
  return {
    names: () => [...schedules.keys()].toSorted(),
    fired: () => fired,
    nextAt: () => {
      const all = [...schedules.values()].flatMap(({ firings }) => firings);
      return all.length === 0 ? undefined : Math.min(...all);
    },
    fire,
    ports: (intercept) => ({
      create: (name, at, body) =>
        intercept({ name: "schedules.create" }, async () => {
          if (schedules.has(name)) return;
          const due = Math.ceil(Date.parse(at) / 1_000) * 1_000;
          const firings = punctuality(name).map((late) => due + late);
          schedules.set(name, { body, firings: firings.toSorted((a, b) => a - b) });
        }),
      remove: (name) => intercept({ name: "schedules.remove" }, async () => void schedules.delete(name)),
    }),
  };
}
