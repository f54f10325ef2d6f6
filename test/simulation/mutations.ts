import type { Change, Store } from "../../shared/ports/store.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Mutation } from "../world/world.ts";
import type { Temperament } from "./temperament.ts";
import type { Ports } from "../world/functions.ts";

/** A bug put in on purpose, to see that the simulation finds it. Production code knows nothing of it. */
export interface PlantedBug {
  readonly name: string;
  /** Invariants that may show it first. */
  readonly shows: readonly string[];
  /** It must be found within this many seeds, from seed 1 on. */
  readonly within: number;
  /** Where it can only show on some days, those: others do not count. */
  readonly on?: (mood: Temperament) => boolean;
  readonly mutation: Mutation;
}

/** A store that writes something else than it was asked to. */
export const changing = (store: Store, commit: (changes: readonly Change[]) => readonly Change[]): Store => ({
  ...store,
  commit: async (changes) => {
    const left = commit(changes);
    if (left.length > 0) await store.commit(left);
  },
});

/** The same for every function, or for one. */
export const withStore = (
  commit: (changes: readonly Change[]) => readonly Change[],
  only?: FunctionName,
): Mutation => ({
  ports: (ports: Ports, name) =>
    only === undefined || only === name ? { ...ports, store: changing(ports.store, commit) } : ports,
});
