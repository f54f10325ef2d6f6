import { dieAt, distinctPoints, playWith } from "./deaths.ts";
import { expect, test } from "vitest";
import { receive } from "./receiving.ts";

test(
  "a death at any call leaves a contact asked once for each answer, and where they chose to be",
  { timeout: 600_000 },
  async () => {
    let first = 0;
    const { made } = await playWith(async (stage) => void (first = await receive(stage)), {});
    const points = distinctPoints(made, first + 1);
    expect(await dieAt(receive, {}, points)).toBe(points.length);
    console.log(`${points.length} distinct crash points of the reception`);
    const calls = made.slice(first).map((it) => `${it.function} ${it.call}`);
    expect(calls).toContain("queue-inbound store.commit");
    expect(calls).toContain("api-tickets store.commit");
  },
);
