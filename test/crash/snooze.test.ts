import { describe, expect, test } from "vitest";
import { dieAt, distinctPoints, playWith } from "./deaths.ts";
import type { StageOptions } from "./stage.ts";
import { snoozeAndWake } from "./snoozing.ts";

const punctual = "schedules fire in their time";

/** Ways in which tickets sleep and wake. */
const scenarios: Readonly<Record<string, Omit<StageOptions, "crash">>> = {
  [punctual]: {},
  "there is no scheduler, and the sweep wakes": {
    sweeping: true,
    mutation: {
      ports: (ports) => ({ ...ports, schedules: { create: async () => {}, remove: async () => {} } }),
    },
  },
};

/** What works differently without a scheduler. */
const sweeping: ReadonlySet<string> = new Set(["schedule-sweep", "queue-wakeups"]);

describe.each(Object.entries(scenarios))("when %s", (name, scenario) => {
  test(
    "a death at any call leaves a ticket asleep in one list, and wakes it once",
    { timeout: 600_000 },
    async () => {
      const isPunctual = name === punctual;
      let first = 0;
      const { made } = await playWith(async (stage) => {
        first = await snoozeAndWake(stage, isPunctual);
      }, scenario);
      const points = distinctPoints(made, first + 1).filter(
        ({ call }) => isPunctual || sweeping.has(made[call - 1]?.function ?? ""),
      );
      expect(await dieAt((stage) => snoozeAndWake(stage, isPunctual), scenario, points)).toBe(points.length);
      console.log(`${points.length} distinct crash points when ${name}`);
      const died = points.map(({ call }) => `${made[call - 1]?.function} ${made[call - 1]?.call}`);
      expect(died).toContain("queue-wakeups store.commit");
    },
  );
});
