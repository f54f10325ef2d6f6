import type { Log } from "../../ports/ports.ts";
import { type Store, UnreadableItem, type Wanted } from "../../ports/store.ts";

/** What is attempted: its kind, and of whom. */
type Of = { readonly kind: string } & Readonly<Record<string, string>>;

type Reading = Pick<Store, "query" | "getMany">;

/** Work of which a failure keeps nothing else from being done: it is logged, and kept so that it can be told in the end. */
export interface Attempts {
  readonly failures: readonly unknown[];
  /** What the work answers, or `otherwise` where it failed. */
  attempt<Result>(of: Of, otherwise: Result, work: () => Promise<Result>): Promise<Result>;
  /** Does the same with each, at most so many at once. */
  each<Item>(
    items: Iterable<Item>,
    parallel: number,
    of: (item: Item) => Of,
    work: (item: Item) => Promise<void>,
  ): Promise<void>;
  /**
   * Reads the store, but for items that cannot be read: a failure each, and they are left out. For lists of what to look at, and
   * forwards only.
   */
  readable(store: Reading): Reading;
}

export function createAttempts(log: Log): Attempts {
  const failures: unknown[] = [];
  const failed = (of: Of, error: unknown): void => {
    log.error("a part of the sweep failed", of, error);
    failures.push(error);
  };
  const attempts: Attempts = {
    failures,
    attempt: async (of, otherwise, work) => {
      try {
        return await work();
      } catch (error) {
        failed(of, error);
        return otherwise;
      }
    },
    each: async (items, parallel, of, work) => {
      // All take from the same ones.
      const left = items[Symbol.iterator]();
      const worker = async (): Promise<void> => {
        for (let next = left.next(); next.done !== true; next = left.next()) {
          const { value } = next;
          await attempts.attempt(of(value), undefined, () => work(value));
        }
      };
      await Promise.all(Array.from({ length: parallel }, worker));
    },
    readable: (store) => readableOnly(store, (error) => failed(ofUnreadable(error), error)),
  };
  return attempts;
}

/** Where it is: nothing that the sweep lists has a key that tells of a person. */
const ofUnreadable = ({ kind, key }: UnreadableItem): Of => ({ kind, of: `${key.pk} / ${key.sk}` });

function readableOnly(store: Reading, failed: (error: UnreadableItem) => void): Reading {
  const reading: Reading = {
    query: async (shape, query) => {
      try {
        return await store.query(shape, query);
      } catch (error) {
        if (!(error instanceof UnreadableItem)) throw error;
        failed(error);
        const { sk } = error.key;
        const before = await reading.query(shape, { ...query, before: sk });
        const limit = Math.max(1, query.limit - before.items.length);
        const behind = await reading.query(shape, { ...query, after: sk, limit });
        return { items: [...before.items, ...behind.items], next: behind.next };
      }
    },
    getMany: async <Values extends readonly unknown[]>(
      wanted: { readonly [I in keyof Values]: Wanted<Values[I]> },
      options?: Parameters<Store["getMany"]>[1],
    ) => {
      try {
        return await store.getMany<Values>(wanted, options);
      } catch (error) {
        if (!(error instanceof UnreadableItem)) throw error;
        const found = await Promise.all(wanted.map((one) => alone(one, options)));
        return found as { readonly [I in keyof Values]: Values[I] | undefined };
      }
    },
  };
  const alone = async (
    wanted: Wanted<unknown>,
    options: Parameters<Store["getMany"]>[1],
  ): Promise<unknown> => {
    try {
      const [found] = await store.getMany<[unknown]>([wanted], options);
      return found;
    } catch (error) {
      if (!(error instanceof UnreadableItem)) throw error;
      failed(error);
      return undefined;
    }
  };
  return reading;
}
