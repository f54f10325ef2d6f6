import { type Change, type Store, StoreBusy } from "../../shared/ports/store.ts";
import type { Refusal } from "../../shared/store/refusals.ts";
import { keyText, prepare } from "../../shared/store/prepare.ts";
import { retried } from "../../shared/store/retries.ts";
import { createChance } from "../world/chance.ts";

/** Milliseconds from a commit's arrival until it is done: about what DynamoDB takes for a transaction. */
const commitMs = 10;

/** A commit as the table saw it. */
export interface Seen {
  readonly changes: readonly Change[];
  /** Others touched one of its items at the same time. */
  readonly refused: boolean;
}

/**
 * The store as the table behaves under load: a commit takes a while, and one that meets another in an item is refused with
 * TransactionConflict, unless both are single writes. Time is virtual: `run` lets it pass until the work is done. Refusals are
 * retried as the table's own store does, and become StoreBusy as there.
 */
export function contended(store: Store): {
  readonly store: Store;
  readonly seen: readonly Seen[];
  run<Answer>(work: () => Promise<Answer>): Promise<Answer>;
} {
  const chance = createChance("contention");
  const timers: { readonly at: number; readonly wake: () => void }[] = [];
  const underWay: { readonly keys: ReadonlySet<string>; readonly alone: boolean }[] = [];
  const seen: Seen[] = [];
  let now = 0;

  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => void timers.push({ at: now + milliseconds, wake: resolve }));

  const attempt = async (changes: readonly Change[]): Promise<void> => {
    const keys = new Set(prepare(changes).map(({ key }) => keyText(key)));
    const own = { keys, alone: changes.length === 1 };
    const refused = underWay.some(
      (other) => !(own.alone && other.alone) && [...other.keys].some((key) => keys.has(key)),
    );
    seen.push({ changes, refused });
    if (refused) throw new Conflict();
    underWay.push(own);
    await sleep(commitMs);
    underWay.splice(underWay.indexOf(own), 1);
    await store.commit(changes);
  };

  const commit: Store["commit"] = (changes) =>
    retried(() => attempt(changes), refusalOf, { sleep, random: () => chance.unit() });

  return {
    // Not a copy: a memory store also shows what it holds.
    store: Object.assign(Object.create(store) as Store, { commit }),
    seen,
    run: async (work) => {
      let isDone = false;
      const done = work().finally(() => (isDone = true));
      done.catch(() => {});
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) return done;
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) continue;
        timers.splice(timers.indexOf(next), 1);
        now = next.at;
        next.wake();
      }
    },
  };
}

class Conflict extends Error {}

const refusalOf = (error: unknown): Refusal =>
  error instanceof Conflict
    ? { transient: true, error: new StoreBusy({ cause: error }) }
    : { transient: false, error };
