import { type CrashPoint, createStage } from "./stage.ts";
import { expect, test } from "vitest";
import { handOver } from "./handing-over.ts";

async function crashed(crash: CrashPoint): Promise<number> {
  const stage = createStage({ crash });
  try {
    await handOver(stage);
  } catch (cause) {
    const at = stage.made[crash.call - 1];
    const name = `${at?.function} died ${crash.when} call ${crash.call} (${at?.call})`;
    throw new Error(`${name}: ${String(cause)}`, { cause });
  }
  return stage.deaths();
}

test(
  "a death at any call leaves one ticket of who was handed over, and who handed them over told of its end",
  { timeout: 600_000 },
  async () => {
    const stage = createStage({});
    const first = await handOver(stage);
    let visited = 0;
    for (let call = first + 1; call <= stage.made.length; call += 1) {
      for (const when of ["before", "after"] as const) visited += await crashed({ call, when });
    }
    console.log(`${visited} crash points of a hand-over`);
    expect(visited).toBeGreaterThanOrEqual(2 * (stage.made.length - first));
    const made = stage.made.map((it) => `${it.function} ${it.call}`);
    expect(made).toContain("stream-relay webhooks.send");
    expect(made).toContain("queue-webhooks sender.post");
  },
);
