import { type CrashPoint, type Made, createStage } from "./stage.ts";
import { describe, expect, test } from "vitest";
import { converse } from "./conversation.ts";
import { functionEntries } from "../../shared/contracts/functions.ts";
import { scenarios } from "./scenarios.ts";

/**
 * A function may die at any call of anything outside it, before the call or once it took effect. What it was told is told
 * again, clients ask again, the minute's sweep comes; then every invariant holds and the conversation is complete.
 */
const whens = ["before", "after"] as const;

async function cleanRun(scenario: string): Promise<readonly Made[]> {
  const stage = createStage(scenarios[scenario] ?? {});
  await converse(stage);
  return stage.made;
}

/** Goes through the conversation with these deaths. Answers how many of them happened. */
async function crashed(scenario: string, crash: CrashPoint, again?: CrashPoint): Promise<number> {
  const stage = createStage({ ...scenarios[scenario], crash, ...(again && { again }) });
  try {
    await converse(stage);
  } catch (cause) {
    const second = again ? ` and ${again.when} call ${again.call} of the redelivery` : "";
    const at = stage.made[crash.call - 1];
    throw new Error(
      `${at?.function} died ${crash.when} call ${crash.call} (${at?.call})${second}: ${String(cause)}`,
      { cause },
    );
  }
  return stage.deaths();
}

describe.each(Object.keys(scenarios))("when %s", (scenario) => {
  test("a death at any call loses nothing and doubles nothing", { timeout: 600_000 }, async () => {
    const made = await cleanRun(scenario);
    let visited = 0;
    for (let call = 1; call <= made.length; call += 1) {
      for (const when of whens) visited += await crashed(scenario, { call, when });
    }
    const perFunction = [...Map.groupBy(made, (it) => it.function)]
      .map(([name, calls]) => `${calls.length * whens.length} in ${name}`)
      .join(", ");
    console.log(`${visited} crash points when ${scenario}: ${perFunction}`);
    expect(visited).toBeGreaterThanOrEqual(2 * made.length);
  });
});

/** It writes nothing: a request whose authorizer dies never reaches the desk. */
const asksOnly = "api-authorizer";

test("the conversation takes every function that may leave something half done", async () => {
  const made = await cleanRun("everything goes well");
  const all = Object.keys(functionEntries).filter((name) => name !== asksOnly);
  expect(new Set(made.map((it) => it.function))).toEqual(new Set(all));
});

/** Functions that are told the same again, and how many of their calls in a row are looked at. */
const redelivered = [
  ...["whatsapp-webhook", "queue-inbound", "queue-routing", "queue-outbound", "queue-webhooks"],
  "queue-wakeups",
  "stream-relay",
];

test("a second death at any call of the redelivery changes nothing", { timeout: 600_000 }, async () => {
  const scenario = "everything goes well";
  const made = await cleanRun(scenario);
  let visited = 0;
  for (const name of redelivered) {
    for (const call of busiest(made, name)) {
      for (const when of whens) visited += await secondDeaths(scenario, { call, when });
    }
  }
  console.log(`${visited} pairs of deaths`);
  expect(visited).toBeGreaterThan(300);
});

/** Numbers of the calls of the function's invocation that makes the most of them. */
function busiest(made: readonly Made[], name: string): readonly number[] {
  const rows: number[][] = [];
  for (const [index, { function: of, invocation }] of made.entries()) {
    if (of === name) (rows[invocation] ??= []).push(index + 1);
  }
  return rows.filter((row) => row !== undefined).toSorted((a, b) => b.length - a.length)[0] ?? [];
}

/** Kills the redelivery at each of its calls, until it has no more. */
async function secondDeaths(scenario: string, crash: CrashPoint): Promise<number> {
  for (let call = 1, visited = 0; ; call += 1) {
    for (const when of whens) {
      if ((await crashed(scenario, crash, { call, when })) < 2) return visited;
      visited += 1;
    }
  }
}
