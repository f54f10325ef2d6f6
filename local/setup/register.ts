import { type Key, type Kind, type KnownThing, identity } from "./things.ts";

/** A thing of the desk, and the version a change is decided on. */
export interface Entry {
  readonly id: string;
  readonly version: number;
}

/** Where things of the desk are found by what they are called; what is made or changed on the way is noted. */
export interface Register {
  /** Throws when there is no such thing: the plan names nothing that is neither there nor made before. */
  find(kind: Kind, key: Key): Entry;
  note(kind: Kind, key: Key, entry: Entry): void;
}

/** A register of what is known. */
export function createRegister(known: readonly KnownThing[]): Register {
  const entries = new Map<string, Entry>(known.map((thing) => [identity(thing), thing]));
  return {
    find: (kind, key) => {
      const entry = entries.get(identity({ kind, key }));
      if (entry === undefined) throw new Error(`there is no ${kind} ${key.join(" / ")}`);
      return entry;
    },
    note: (kind, key, { id, version }) => void entries.set(identity({ kind, key }), { id, version }),
  };
}
