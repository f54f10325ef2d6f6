import type { Key } from "../contracts/stored/keys.ts";
import type { Shape } from "../contracts/stored/shape.ts";

/** A path of attribute names from the item's root, e.g. `["presence", channelId, "status"]`. */
export type Path = readonly [string, ...string[]];

type Scalar = string | number | boolean | null;

/**
 * What must be true of an item for a change to be made. A condition on a missing item or attribute is false, except
 * `absent`.
 */
export type Condition =
  | { readonly is: "absent" }
  | { readonly is: "exists" }
  | { readonly is: "equals"; readonly path: Path; readonly value: Scalar }
  | { readonly is: "one-of"; readonly path: Path; readonly values: readonly [Scalar, ...Scalar[]] }
  /** The number at `path` is less than `limit`: a number, or the number at another path of the same item. */
  | { readonly is: "below"; readonly path: Path; readonly limit: number | Path }
  /** The list at `path` holds `value`. */
  | { readonly is: "contains"; readonly path: Path; readonly value: string }
  /** The list at `path` holds nothing. */
  | { readonly is: "empty"; readonly path: Path }
  /** The text at `path` sorts after `value`. */
  | { readonly is: "after"; readonly path: Path; readonly value: string };

export const absent: Condition = { is: "absent" };
export const exists: Condition = { is: "exists" };
export const equals = (path: Path, value: Scalar): Condition => ({ is: "equals", path, value });
export const oneOf = (path: Path, values: readonly [Scalar, ...Scalar[]]): Condition => ({
  is: "one-of",
  path,
  values,
});
export const below = (path: Path, limit: number | Path): Condition => ({ is: "below", path, limit });
export const contains = (path: Path, value: string): Condition => ({ is: "contains", path, value });
export const empty = (path: Path): Condition => ({ is: "empty", path });
export const after = (path: Path, value: string): Condition => ({ is: "after", path, value });
/** The head is still the one that was read. */
export const versionIs = (version: number): Condition => equals(["version"], version);

/** Values an update may write. `undefined` is never stored. */
export type Stored = Scalar | readonly Stored[] | { readonly [name: string]: Stored };

/**
 * One change of one item. `name` says what it is in the terms of the action (`head`, `seat`, `provider id`): a failed
 * condition is reported under it.
 */
export type Change =
  | {
      readonly do: "put";
      readonly name: string;
      readonly shape: Shape<never>;
      readonly value: unknown;
      readonly when: readonly Condition[];
    }
  | {
      readonly do: "update";
      readonly name: string;
      readonly shape: Shape<never>;
      readonly key: Key;
      readonly set: readonly (readonly [Path, Stored])[];
      readonly add: readonly (readonly [Path, number])[];
      /** Takes the item out of index 1. */
      readonly leaveIndex1: boolean;
      readonly when: readonly Condition[];
    }
  | {
      readonly do: "delete";
      readonly name: string;
      readonly shape: Shape<never>;
      readonly key: Key;
      readonly when: readonly Condition[];
    }
  | {
      readonly do: "check";
      readonly name: string;
      readonly shape: Shape<never>;
      readonly key: Key;
      readonly when: readonly Condition[];
    };

/** Writes the whole item. */
export const put = <Value>(
  name: string,
  shape: Shape<Value>,
  value: Value,
  ...when: readonly Condition[]
): Change => ({ do: "put", name, shape: shape as Shape<never>, value, when });

/** Changes parts of an item. The item must exist, or the change fails: `exists` is always added. */
export const update = <Value>(
  name: string,
  shape: Shape<Value>,
  key: Key,
  what: {
    readonly set?: readonly (readonly [Path, Stored])[];
    readonly add?: readonly (readonly [Path, number])[];
    readonly leaveIndex1?: boolean;
  },
  ...when: readonly Condition[]
): Change => ({
  do: "update",
  name,
  shape: shape as Shape<never>,
  key,
  set: what.set ?? [],
  add: what.add ?? [],
  leaveIndex1: what.leaveIndex1 ?? false,
  when: [exists, ...when],
});

/** Deletes an item. Deleting what is not there is fine unless a condition says otherwise. */
export const remove = <Value>(
  name: string,
  shape: Shape<Value>,
  key: Key,
  ...when: readonly Condition[]
): Change => ({ do: "delete", name, shape: shape as Shape<never>, key, when });

/** Changes nothing, but the commit fails unless the conditions hold. */
export const check = <Value>(
  name: string,
  shape: Shape<Value>,
  key: Key,
  ...when: readonly [Condition, ...Condition[]]
): Change => ({ do: "check", name, shape: shape as Shape<never>, key, when });

export interface Query {
  readonly pk: string;
  readonly prefix?: string;
  /** Only sort keys strictly after / before this one. */
  readonly after?: string;
  readonly before?: string;
  /** Newest (greatest sort key) first. */
  readonly descending?: boolean;
  /** Most items to return, 1 to 1,000. */
  readonly limit: number;
  /** Base-table reads may be strongly consistent (the default) or eventual, which costs half. */
  readonly consistency?: "strong" | "eventual";
}

/** An item to read. */
export interface Wanted<Value> {
  readonly shape: Shape<Value>;
  readonly key: Key;
}

/** An entry of an index: the keys of the item it points to and its own sort key. */
export interface Pointer extends Key {
  readonly sort: string;
}

/** The one table. */
export interface Store {
  /** The item, parsed, or undefined. Strongly consistent unless asked otherwise. */
  get<Value>(
    shape: Shape<Value>,
    key: Key,
    options?: { readonly consistency?: "strong" | "eventual" },
  ): Promise<Value | undefined>;

  /**
   * Items of several kinds in as few requests as the service allows (100 keys each), in the order asked; undefined where
   * there is none. Asking for the same key twice is fine.
   */
  getMany<Values extends readonly unknown[]>(
    wanted: { readonly [I in keyof Values]: Wanted<Values[I]> },
    options?: { readonly consistency?: "strong" | "eventual" },
  ): Promise<{ readonly [I in keyof Values]: Values[I] | undefined }>;

  /** Items of one kind in one partition, in order of sort key. `next` is the last sort key, if more follow. */
  query<Value>(
    shape: Shape<Value>,
    query: Query,
  ): Promise<{ readonly items: readonly Value[]; readonly next: string | undefined }>;

  /**
   * Keys of items in an index partition, in order of the index's sort key, eventually consistent: always check the item itself before
   * acting on it. `start` continues after a pointer of an earlier answer.
   */
  find(
    index: 1 | 2,
    query: Omit<Query, "consistency"> & { readonly start?: Pointer },
  ): Promise<{ readonly pointers: readonly Pointer[]; readonly next: Pointer | undefined }>;

  /**
   * Makes all changes or none. Throws ConditionFailed when a condition does not hold, StoreBusy when the service kept
   * refusing for load or contention after retries. One change is a plain write; more are one transaction (at most 100).
   */
  commit(changes: readonly Change[]): Promise<void>;
}

/** One or more conditions of a commit did not hold; nothing was written. */
export class ConditionFailed extends Error {
  /** Names of the changes that failed, each with the item as it is now (parsed), or undefined when there is none. */
  readonly failures: ReadonlyMap<string, unknown>;

  constructor(failures: ReadonlyMap<string, unknown>) {
    super(`condition failed: ${[...failures.keys()].join(", ")}`);
    this.name = "ConditionFailed";
    this.failures = failures;
  }

  /** Whether the change of this name is among those that failed. */
  on(name: string): boolean {
    return this.failures.has(name);
  }
}

/** The store refused for load or contention, also after retries. Trying again later is right. */
export class StoreBusy extends Error {
  constructor(options?: ErrorOptions) {
    super("the store is busy", options);
    this.name = "StoreBusy";
  }
}

/** An item is not what its shape says. It is never dropped from a list: the read fails, naming the key. */
export class UnreadableItem extends Error {
  readonly key: Key;
  readonly kind: string;

  constructor(kind: string, key: Key, options?: ErrorOptions) {
    super(`unreadable ${kind} at ${key.pk} / ${key.sk}`, options);
    this.name = "UnreadableItem";
    this.key = key;
    this.kind = kind;
  }
}
