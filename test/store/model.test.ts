import * as fc from "fast-check";
import type { Change, Condition, Store } from "../../shared/ports/store.ts";
import {
  ConditionFailed,
  absent,
  below,
  check,
  contains,
  equals,
  exists,
  oneOf,
  put,
  remove,
  update,
  versionIs,
} from "../../shared/ports/store.ts";
import { ThingItem, thing } from "./support/things.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestTable } from "./support/dynamodb-table.ts";
import { createDynamoDbStore } from "../../shared/store/dynamodb.ts";
import { createMemoryStore } from "../../shared/store/memory.ts";
import { openTestTable } from "./support/dynamodb-table.ts";
import { randomUUID } from "node:crypto";

/** Anything can be asked of few items, so that conditions meet every state. */
const names = ["a", "b", "b#", "c"] as const;
const name = fc.constantFrom(...names);
const small = fc.integer({ min: 0, max: 3 });
const since = fc.constantFrom("1", "2", "3");

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(absent, exists, contains(["words"], "x"), below(["load"], ["limit"]), equals(["on"], true)),
  small.map(versionIs),
  small.map((limit) => below(["load"], limit)),
  fc.constantFrom("new", "used", null).map((state) => oneOf(["state"], [state, "none"])),
);
const conditions = fc.array(condition, { maxLength: 2 });

type ChangeIn = (home: string) => Change;

const aPut = fc
  .record({
    name,
    version: small,
    on: fc.boolean(),
    since,
    load: fc.option(small, { nil: undefined }),
    conditions,
  })
  .map(({ name: it, load, conditions: when, ...rest }): ChangeIn => {
    return (home) =>
      put(
        it,
        ThingItem,
        thing(home, it, { ...rest, ...(load !== undefined && { load }), words: ["x"] }),
        ...when,
      );
  });
const anUpdate = fc
  .record({
    name,
    what: fc.constantFrom<Parameters<typeof update>[3]>(
      { add: [[["version"], 1]] },
      { add: [[["load"], -1]], set: [[["state"], null]] },
      { set: [[["words"], []]] },
      { set: [[["seats", "s"], { status: "online", since: "1" }]] },
      { set: [[["seats", "s", "status"], "offline"]] },
      { set: [[["on"], false]], leaveIndex1: true },
    ),
    conditions,
  })
  .map(({ name: it, what, conditions: when }): ChangeIn => {
    return (home) => update(it, ThingItem, { pk: home, sk: it }, what, ...when);
  });
const aRemoval = fc.record({ name, conditions }).map(({ name: it, conditions: when }): ChangeIn => {
  return (home) => remove(it, ThingItem, { pk: home, sk: it }, ...when);
});
const aCheck = fc.record({ name, condition }).map(({ name: it, condition: when }): ChangeIn => {
  return (home) => check(it, ThingItem, { pk: home, sk: it }, when);
});

const aCommit = fc.array(fc.oneof({ weight: 3, arbitrary: aPut }, anUpdate, aRemoval, aCheck), {
  minLength: 1,
  maxLength: 3,
});

const aPage = fc.record(
  {
    prefix: fc.constantFrom("", "b", "c"),
    after: name,
    before: name,
    descending: fc.boolean(),
    limit: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ["limit"] },
);

type Step = (store: Store, home: string) => Promise<unknown>;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: aCommit.map(
      (changes): Step =>
        (store, home) =>
          store.commit(changes.map((it) => it(home))),
    ),
  },
  aPage.map(
    (page): Step =>
      (store, home) =>
        store.query(ThingItem, { pk: home, ...page }),
  ),
  aPage.map((page): Step => async (store, home) => {
    const { prefix: _, after, before, ...rest } = page;
    // Entries with one sort key come in no order of ours: whole answers are compared as sets.
    const { pointers } = await store.find(1, {
      pk: `${home}/on`,
      ...rest,
      limit: 9,
      ...(after !== undefined && { after: "1" }),
      ...(before !== undefined && { before: "3" }),
    });
    return new Set(pointers.map(({ sk, sort }) => `${sort} ${sk}`));
  }),
  fc.array(name, { maxLength: 5 }).map((wanted): Step => (store, home) => {
    return store.getMany(wanted.map((sk) => ({ shape: ThingItem, key: { pk: home, sk } })));
  }),
);

/** What a caller can see of a step: its answer, or the kind of its error and what failed. */
const outcomeOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (answer) => ({ answer }),
    (error: unknown) =>
      error instanceof ConditionFailed ? { failures: error.failures } : { error: (error as Error).name },
  );

describe("the two stores", () => {
  let table: TestTable;
  beforeAll(async () => {
    table = await openTestTable();
  });
  afterAll(async () => table.close());

  it("cannot be told apart", async () => {
    const real = createDynamoDbStore({ client: table.client, tableName: table.tableName });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const home = `HOME#${randomUUID()}`;
        const model = createMemoryStore();
        for (const run of steps) {
          expect(await outcomeOf(run(real, home))).toEqual(await outcomeOf(run(model, home)));
        }
        const everything = { pk: home, limit: 10 };
        expect(await real.query(ThingItem, everything)).toEqual(await model.query(ThingItem, everything));
      }),
      { numRuns: 40 },
    );
  });
});
