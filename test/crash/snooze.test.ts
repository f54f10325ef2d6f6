import { type CrashPoint, createStage } from "./stage.ts";
import { describe, expect, test } from "vitest";
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

async function crashed(scenario: string, crash: CrashPoint): Promise<number> {
  const stage = createStage({ ...scenarios[scenario], crash });
  try {
    await snoozeAndWake(stage, scenario === punctual);
  } catch (cause) {
    const at = stage.made[crash.call - 1];
    const name = `${at?.function} died ${crash.when} call ${crash.call} (${at?.call})`;
    throw new Error(`${name}: ${String(cause)}`, { cause });
  }
  return stage.deaths();
}

describe.each(Object.keys(scenarios))("when %s", (scenario) => {
  test(
    "a death at any call leaves a ticket asleep in one list, and wakes it once",
    { timeout: 600_000 },
    async () => {
      const stage = createStage(scenarios[scenario] ?? {});
      const first = await snoozeAndWake(stage, scenario === punctual);
      const calls = stage.made
        .map((it, index) => ({ ...it, call: index + 1 }))
        .filter((it) => it.call > first && (scenario === punctual || sweeping.has(it.function)));
      let visited = 0;
      for (const { call } of calls) {
        for (const when of ["before", "after"] as const) visited += await crashed(scenario, { call, when });
      }
      console.log(`${visited} crash points when ${scenario}`);
      expect(visited).toBeGreaterThanOrEqual(2 * calls.length);
      const made = new Set(calls.map((it) => `${it.function} ${it.call}`));
      expect([...made]).toContain("queue-wakeups store.commit");
    },
  );
});
