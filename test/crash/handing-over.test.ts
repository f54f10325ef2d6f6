import { dieAt, distinctPoints, playWith } from "./deaths.ts";
import { expect, test } from "vitest";
import { handOver } from "./handing-over.ts";

test(
  "a death at any call leaves one ticket of who was handed over, and who handed them over told of its end",
  { timeout: 600_000 },
  async () => {
    let first = 0;
    const { made } = await playWith(async (stage) => void (first = await handOver(stage)), {});
    const points = distinctPoints(made, first + 1);
    expect(await dieAt(handOver, {}, points)).toBe(points.length);
    console.log(`${points.length} distinct crash points of a hand-over`);
    const calls = made.map((it) => `${it.function} ${it.call}`);
    expect(calls).toContain("stream-relay webhooks.send");
    expect(calls).toContain("queue-webhooks sender.post");
  },
);
