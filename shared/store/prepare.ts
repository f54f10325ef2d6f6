import type { Change, Condition, Path } from "../ports/store.ts";
import type { Encoded } from "./items.ts";
import { encode } from "./items.ts";
import { tableAttributes } from "../contracts/stored/shape.ts";
import type { Key } from "../contracts/stored/keys.ts";

type ChangeOf<Do extends Change["do"]> = Extract<Change, { do: Do }>;

/** A change that may be sent: its key is known, a put's item is built. */
export type Prepared =
  | { readonly change: ChangeOf<"put">; readonly key: Key; readonly encoded: Encoded }
  | { readonly change: ChangeOf<"update" | "delete" | "check">; readonly key: Key };

/** Tells keys apart in a map: the length says where the first part ends. */
export const keyText = (key: Key): string => `${key.pk.length}:${key.pk}${key.sk}`;

/** Refuses what no caller should ask (TypeError, RangeError), before anything is written. */
export const prepare = (changes: readonly Change[]): readonly Prepared[] => {
  if (changes.length < 1 || changes.length > 100) {
    throw new RangeError(`a commit takes 1 to 100 changes, not ${changes.length}`);
  }
  const seen = new Map<string, string>();
  return changes.map((change) => {
    const prepared = prepareOne(change);
    const text = keyText(prepared.key);
    const other = seen.get(text);
    if (other !== undefined) {
      throw new TypeError(
        `"${other}" and "${change.name}" change the same item: ${prepared.key.pk} / ${prepared.key.sk}`,
      );
    }
    seen.set(text, change.name);
    return prepared;
  });
};

const prepareOne = (change: Change): Prepared => {
  assertPaths(change, change.when.flatMap(pathsOf));
  if (change.when.some((condition) => condition.is === "one-of" && condition.values.length > 100)) {
    throw new RangeError(`"${change.name}" asks for one of more than 100 values`);
  }
  if (change.do === "put") {
    const encoded = encode(change.shape, change.value);
    return { change, key: encoded.key, encoded };
  }
  if (change.do === "update") assertUpdate(change);
  return { change, key: change.key };
};

const pathsOf = (condition: Condition): readonly Path[] => {
  if (condition.is === "absent" || condition.is === "exists") return [];
  if (condition.is === "below" && typeof condition.limit !== "number")
    return [condition.path, condition.limit];
  return [condition.path];
};

const assertPaths = (change: Change, paths: readonly Path[]): void => {
  const taken = paths.find((path) => tableAttributes.has(path[0]));
  if (taken !== undefined)
    throw new TypeError(`"${change.name}" names ${taken[0]}, which belongs to the table`);
};

const assertUpdate = (change: ChangeOf<"update">): void => {
  const paths = [...change.set, ...change.add].map(([path]) => path);
  if (paths.length === 0 && !change.leaveIndex1)
    throw new TypeError(`update "${change.name}" changes nothing`);
  assertPaths(change, paths);
  paths.forEach((path, at) => {
    for (const other of paths.slice(at + 1)) {
      if (path.every((name, depth) => depth >= other.length || name === other[depth])) {
        throw new TypeError(
          `update "${change.name}" writes ${path.join(".")} and ${other.join(".")} at once`,
        );
      }
    }
  });
};

/** A page holds 1 to 1,000 items. */
export const assertLimit = (limit: number): void => {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
    throw new RangeError(`a page takes 1 to 1,000 items, not ${limit}`);
  }
};
