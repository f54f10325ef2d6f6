import { type CrashPoint, createStage } from "./stage.ts";
import { expect, test } from "vitest";
import { receive } from "./receiving.ts";

async function crashed(crash: CrashPoint): Promise<number> {
  const stage = createStage({ crash });
  try {
    await receive(stage);
  } catch (cause) {
    const at = stage.made[crash.call - 1];
    const name = `${at?.function} died ${crash.when} call ${crash.call} (${at?.call})`;
    throw new Error(`${name}: ${String(cause)}`, { cause });
  }
  return stage.deaths();
}

test(
  "a death at any call leaves a contact asked once for each answer, and where they chose to be",
  { timeout: 600_000 },
  async () => {
    const stage = createStage({});
    const first = await receive(stage);
    const calls = stage.made.map((_, index) => index + 1).filter((call) => call > first);
    let visited = 0;
    for (const call of calls) {
      for (const when of ["before", "after"] as const) visited += await crashed({ call, when });
    }
    console.log(`${visited} crash points of the reception`);
    expect(visited).toBeGreaterThanOrEqual(2 * calls.length);
    expect(stage.made.map((it) => `${it.function} ${it.call}`)).toContain("queue-inbound store.commit");
  },
);
