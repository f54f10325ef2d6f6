import type { CrashPoint, Made, StageOptions } from "./stage.ts";
import { describe, expect, test } from "vitest";
import { dieAt, dieTwice, distinctPoints, everyPoint, playWith } from "./deaths.ts";
import { converse } from "./conversation.ts";
import { end } from "./ending.ts";
import { functionEntries } from "../../shared/contracts/functions.ts";
import { scenarios } from "./scenarios.ts";

/**
 * A function may die at any call of anything outside it, before the call or once it took effect. What it was told is told
 * again, clients ask again, the minute's sweep comes; then every invariant holds and the conversation is complete.
 *
 * Where everything goes well each call is died at, before and after. Everywhere else only the deaths are looked at that differ in
 * what they leave behind (`distinctPoints`): the others repeat what the first run showed at twice the price.
 */
const well = "everything goes well";

const madeBy = async (play: typeof converse | typeof end, options: StageOptions): Promise<readonly Made[]> =>
  (await playWith(play, options)).made;

const perFunction = (made: readonly Made[], points: readonly CrashPoint[]): string =>
  [...Map.groupBy(points, ({ call }) => made[call - 1]?.function)]
    .map(([name, of]) => `${of.length} in ${name}`)
    .join(", ");

describe.each(Object.entries(scenarios))("when %s", (name, scenario) => {
  test("a death at any call loses nothing and doubles nothing", { timeout: 600_000 }, async () => {
    const made = await madeBy(converse, scenario);
    const points = name === well ? everyPoint(made) : distinctPoints(made);
    const invocations = new Set(made.map((it) => it.invocation));
    expect(new Set(points.map(({ call }) => made[call - 1]?.invocation))).toEqual(invocations);
    expect(await dieAt(converse, scenario, points)).toBe(points.length);
    console.log(`${points.length} crash points when ${name}: ${perFunction(made, points)}`);
  });
});

/** It writes nothing: a request whose authorizer dies never reaches the desk. */
const asksOnly = "api-authorizer";

test("the conversations take every function that may leave something half done", async () => {
  const made = [...(await madeBy(converse, {})), ...(await madeBy(end, {}))];
  const all = Object.keys(functionEntries).filter((name) => name !== asksOnly);
  expect(new Set(made.map((it) => it.function))).toEqual(new Set(all));
});

/** Functions that are told the same again. Of each, the invocation that makes the most calls is looked at. */
const redelivered = [
  ...["whatsapp-webhook", "queue-inbound", "queue-routing", "queue-outbound", "queue-webhooks"],
  ...["queue-wakeups", "stream-relay"],
];

test("a second death at any call of the redelivery changes nothing", { timeout: 600_000 }, async () => {
  const made = await madeBy(converse, {});
  const points = redelivered.flatMap((name) => busiest(made, name));
  const visited = await dieTwice(converse, {}, points);
  console.log(`${visited} distinct pairs of deaths`);
  expect(visited).toBeGreaterThan(points.length);
});

/** The deaths of the function's invocation that makes the most calls, as far as they differ. */
function busiest(made: readonly Made[], name: string): readonly CrashPoint[] {
  const [most] = [
    ...Map.groupBy(
      made.filter((it) => it.function === name),
      (it) => it.invocation,
    ),
  ].toSorted(([, a], [, b]) => b.length - a.length);
  return distinctPoints(made).filter(({ call }) => made[call - 1]?.invocation === most?.[0]);
}
