import type { Opened, Thing } from "./things.ts";
import { ThingItem } from "./things.ts";
import { beforeEach, expect } from "vitest";
import { put } from "../../../shared/ports/store.ts";
import type { Key } from "../../../shared/contracts/stored/keys.ts";
import { ConditionFailed } from "../../../shared/ports/store.ts";
import { randomUUID } from "node:crypto";

/** The store under test, and the partition of the test that runs. */
export interface Bench {
  readonly store: () => Opened["store"];
  readonly raw: Opened["raw"];
  readonly home: () => string;
  readonly key: (name: string) => Key;
  readonly read: (name: string) => Promise<Thing | undefined>;
  /** Puts all in one commit, each named as itself. */
  readonly write: (...things: readonly Thing[]) => Promise<void>;
}

export const createBench = (open: () => Opened): Bench => {
  let home = "";
  beforeEach(() => {
    home = `HOME#${randomUUID()}`;
  });
  const key = (name: string): Key => ({ pk: home, sk: name });
  return {
    store: () => open().store,
    raw: async (at) => open().raw(at),
    home: () => home,
    key,
    read: async (name) => open().store.get(ThingItem, key(name)),
    write: async (...things) => open().store.commit(things.map((it) => put(it.name, ThingItem, it))),
  };
};

/** What failed in a commit that must fail on conditions. */
export const failureOf = async (work: Promise<unknown>): Promise<ReadonlyMap<string, unknown>> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConditionFailed)) expect.fail(`expected a failed condition, got ${String(error)}`);
  return error.failures;
};
