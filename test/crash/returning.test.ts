import { type CrashPoint, createStage } from "./stage.ts";
import { describe, expect, test } from "vitest";
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

async function crashed(scenario: string, crash: CrashPoint): Promise<number> {
  const stage = createStage({ ...scenarios[scenario], crash });
  try {
    await comeBack(stage);
  } catch (cause) {
    const at = stage.made[crash.call - 1];
    const name = `${at?.function} died ${crash.when} call ${crash.call} (${at?.call})`;
    throw new Error(`${name}: ${String(cause)}`, { cause });
  }
  return stage.deaths();
}

describe.each(Object.keys(scenarios))("when %s", (scenario) => {
  test(
    "a death at any call leaves who comes back to who is preferred, and then to another",
    { timeout: 600_000 },
    async () => {
      const stage = createStage(scenarios[scenario] ?? {});
      const first = await comeBack(stage);
      let visited = 0;
      for (let call = first + 1; call <= stage.made.length; call += 1) {
        for (const when of ["before", "after"] as const) visited += await crashed(scenario, { call, when });
      }
      console.log(`${visited} crash points when ${scenario}`);
      expect(visited).toBeGreaterThanOrEqual(2 * (stage.made.length - first));
      const told = stage.made.some((it) => it.function === "queue-wakeups" && it.call === "routing.send");
      expect(told).toBe(!(scenarios[scenario]?.sweeping ?? false));
    },
  );
});
