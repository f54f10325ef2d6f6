import { describe, expect, test } from "vitest";
import { dieAt, distinctPoints, playWith } from "./deaths.ts";
import type { StageOptions } from "./stage.ts";
import { comeBack } from "./returning.ts";

/** Ways in which the end of a preference is noticed. */
const scenarios: Readonly<Record<string, Omit<StageOptions, "crash">>> = {
  "the end of a preference is told": {},
  "it is not, and the sweep notices": {
    sweeping: true,
    mutation: {
      ports: (ports, name) =>
        name === "stream-relay" ? { ...ports, wakeups: { send: async () => {} } } : ports,
    },
  },
};

/** What works differently when the end is not told. */
const sweeping: ReadonlySet<string> = new Set(["schedule-sweep", "queue-routing"]);

describe.each(Object.entries(scenarios))("when %s", (name, scenario) => {
  test(
    "a death at any call leaves who comes back to who is preferred, and then to another",
    { timeout: 600_000 },
    async () => {
      let first = 0;
      const { made } = await playWith(async (stage) => void (first = await comeBack(stage)), scenario);
      const isSwept = scenario.sweeping ?? false;
      const points = distinctPoints(made, first + 1).filter(
        ({ call }) => !isSwept || sweeping.has(made[call - 1]?.function ?? ""),
      );
      expect(await dieAt(comeBack, scenario, points)).toBe(points.length);
      console.log(`${points.length} distinct crash points when ${name}`);
      const told = made.some((it) => it.function === "queue-wakeups" && it.call === "routing.send");
      expect(told).toBe(!isSwept);
    },
  );
});
