import { dieAt, distinctPoints, playWith } from "./deaths.ts";
import { expect, test } from "vitest";
import { end } from "./ending.ts";

test(
  "a death at any call ends a silent contact's ticket once, rates it once, and hears nobody who is blocked",
  { timeout: 600_000 },
  async () => {
    let first = 0;
    const { made } = await playWith(async (stage) => void (first = await end(stage)), {});
    const points = distinctPoints(made, first + 1);
    expect(await dieAt(end, {}, points)).toBe(points.length);
    console.log(`${points.length} distinct crash points of an ending`);
    const calls = made.slice(first).map((it) => `${it.function} ${it.call}`);
    for (const call of ["api-contacts", "schedule-sweep", "queue-inbound", "api-tickets"])
      expect(calls).toContain(`${call} store.commit`);
  },
);
