import type { Pointer, Store } from "../ports/store.ts";
import type { Groups, Row } from "./rows.ts";
import type { Item } from "./items.ts";
import type { Key } from "../contracts/stored/keys.ts";
import type { Prepared } from "./prepare.ts";
import type { Shape } from "../contracts/stored/shape.ts";
import { ConditionFailed } from "../ports/store.ts";
import { assertLimit, keyText, prepare } from "./prepare.ts";
import { claims, decode, encode, storable } from "./items.ts";
import { createGroups, pageOf } from "./rows.ts";
import { holds, replaced } from "./conditions.ts";
import { isDeepStrictEqual } from "node:util";
import { rangeOf } from "./order.ts";

/** What the table's stream would tell of one written item. Both images are frozen plain items. */
export interface ChangeRecord {
  /** Grows with every record of a store; as text, like the service's. */
  readonly eventId: string;
  readonly kind: "insert" | "modify" | "remove";
  readonly key: Key;
  readonly oldItem?: Item;
  readonly newItem?: Item;
  /** The item was removed because its time to live had passed. */
  readonly expired: boolean;
}

/** The store of the simulator and of fast tests: the same promises as the table, and a look inside. */
export interface MemoryStore extends Store {
  /** Every item, as stored. */
  dump(): readonly Item[];
  /** Deletes what had to live until before this second, as the service does some time after it has passed. */
  expire(nowSeconds: number): void;
  /** All records so far, in the order in which they were written; a write that changed nothing has none. */
  readonly changes: readonly ChangeRecord[];
}

/**
 * A store in memory. Values it returns are frozen, so a caller that changes one in place fails here. Stricter than the
 * table in one more way: an update that would leave an item unreadable, or in an index place that does not follow from
 * its content, is refused as a TypeError.
 *
 * `staleness` says, at each eventually consistent read (`find` always is one), how many of the latest records that read
 * does not see yet. `onChange` hears of each record once its whole commit is in.
 */
export const createMemoryStore = (
  options: { readonly onChange?: (record: ChangeRecord) => void; readonly staleness?: () => number } = {},
): MemoryStore => {
  const rows = new Map<string, Row>();
  const table = createGroups("pk", "sk");
  const indexes = { 1: createGroups("gsi1pk", "gsi1sk"), 2: createGroups("gsi2pk", "gsi2sk") };
  const changes: ChangeRecord[] = [];
  /** What each record replaced, to look back in time. */
  const replacedRows: { readonly at: string; readonly row: Row | undefined }[] = [];

  const write = (key: Key, after: Row | undefined, expired: boolean): ChangeRecord | undefined => {
    const at = keyText(key);
    const before = rows.get(at);
    if (before === after || (before && after && isDeepStrictEqual(before.item, after.item))) return undefined;
    if (after) rows.set(at, after);
    else rows.delete(at);
    for (const groups of [table, indexes[1], indexes[2]]) groups.replace(before, after);
    const record: ChangeRecord = {
      eventId: (changes.length + 1).toString(),
      kind: before === undefined ? "insert" : after === undefined ? "remove" : "modify",
      key: { pk: key.pk, sk: key.sk },
      ...(before && { oldItem: before.item }),
      ...(after && { newItem: after.item }),
      expired,
    };
    changes.push(record);
    replacedRows.push({ at, row: before });
    return record;
  };

  const tell = (records: readonly (ChangeRecord | undefined)[]): void => {
    for (const record of records) if (record) options.onChange?.(record);
  };

  /** What an eventual read must take as it was, by key. */
  const unseen = (): ReadonlyMap<string, Row | undefined> => {
    const behind = options.staleness?.() ?? 0;
    const past = new Map<string, Row | undefined>();
    if (behind > 0) for (const { at, row } of replacedRows.slice(-behind).toReversed()) past.set(at, row);
    return past;
  };

  const rowsOf = (groups: Groups, group: string, eventual: boolean): readonly Row[] => {
    const past = eventual ? unseen() : undefined;
    const now = groups.of(group);
    if (past === undefined || past.size === 0) return now;
    const then = now.filter((row) => !past.has(keyText(row.key)));
    for (const row of past.values()) if (row && groups.groupOf(row) === group) then.push(row);
    return then.toSorted(groups.compare);
  };

  const reader = (eventual: boolean): (<Value>(shape: Shape<Value>, key: Key) => Value | undefined) => {
    const past = eventual ? unseen() : undefined;
    return (shape, key) => {
      const at = keyText(key);
      const row = past?.has(at) ? past.get(at) : rows.get(at);
      return row && valueOf(shape, row);
    };
  };

  return {
    get: async (shape, key, { consistency } = {}) => reader(consistency === "eventual")(shape, key),

    getMany: async <Values extends readonly unknown[]>(
      wanted: { readonly [I in keyof Values]: { readonly shape: Shape<Values[I]>; readonly key: Key } },
      { consistency }: { readonly consistency?: "strong" | "eventual" } = {},
    ) => {
      const read = reader(consistency === "eventual");
      return wanted.map(({ shape, key }) => read(shape, key)) as {
        readonly [I in keyof Values]: Values[I] | undefined;
      };
    },

    query: async (shape, query) => {
      assertLimit(query.limit);
      const range = rangeOf(query);
      if (range === undefined) return { items: [], next: undefined };
      const found = pageOf(rowsOf(table, query.pk, query.consistency === "eventual"), table, range, {
        descending: query.descending ?? false,
        limit: query.limit,
      });
      return {
        items: found.rows.map((row) => valueOf(shape, row)),
        next: found.more ? found.rows.at(-1)?.key.sk : undefined,
      };
    },

    find: async (index, query) => {
      assertLimit(query.limit);
      const range = rangeOf(query);
      if (range === undefined) return { pointers: [], next: undefined };
      const groups = indexes[index];
      const found = pageOf(rowsOf(groups, query.pk, true), groups, range, {
        descending: query.descending ?? false,
        limit: query.limit,
        start: query.start,
      });
      const pointers = found.rows.map((row): Pointer => ({ ...row.key, sort: groups.sortOf(row) }));
      return { pointers, next: found.more ? pointers.at(-1) : undefined };
    },

    commit: async (wanted) => {
      const prepared = prepare(wanted);
      const failures = new Map<string, unknown>();
      for (const { change, key } of prepared) {
        const row = rows.get(keyText(key));
        const readable = change.do !== "update" || row === undefined || claims(change.shape, row.item);
        if (readable && change.when.every((condition) => holds(condition, row?.value))) continue;
        const current = row && valueOf(change.shape, row);
        if (!failures.has(change.name)) failures.set(change.name, current);
      }
      if (failures.size > 0) throw new ConditionFailed(failures);
      const writes = prepared
        .filter(({ change }) => change.do !== "check")
        .map((it) => [it.key, after(it, rows.get(keyText(it.key)))] as const);
      tell(writes.map(([key, row]) => write(key, row, false)));
    },

    dump: () => [...rows.values()].map((row) => row.item),

    expire: (nowSeconds) => {
      const passed = [...rows.values()].filter(({ item }) => {
        const ttl = item["ttl"];
        return typeof ttl === "number" && ttl < nowSeconds;
      });
      tell(passed.map((row) => write(row.key, undefined, true)));
    },

    changes,
  };
};

/** The row's value as this shape reads it. What this very shape wrote was parsed by it already, and is frozen. */
const valueOf = <Value>(shape: Shape<Value>, row: Row): Value =>
  row.shape === (shape as Shape<never>) ? (row.value as Value) : decode(shape, row.item);

/** The row that a change leaves, or undefined for none. */
const after = (prepared: Prepared, row: Row | undefined): Row | undefined => {
  const { change } = prepared;
  if ("encoded" in prepared) return { ...prepared.encoded, shape: change.shape };
  if (change.do !== "update" || row === undefined) return undefined;
  let value = row.value;
  for (const [path, next] of change.set) value = replaced(value, path, () => storable(next));
  for (const [path, more] of change.add) {
    value = replaced(value, path, (found = 0) => {
      if (typeof found !== "number") throw new TypeError(`${path.join(".")} is no number to add to`);
      return found + more;
    });
  }
  const encoded = encode(change.shape, value);
  const { gsi1pk, gsi1sk, ...rest } = row.item;
  const places = change.leaveIndex1 ? rest : { ...rest, ...(gsi1pk === undefined ? {} : { gsi1pk, gsi1sk }) };
  for (const name of ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "ttl"]) {
    if (encoded.item[name] !== (places as Partial<Item>)[name]) {
      throw new TypeError(
        `update "${change.name}" leaves a ${change.shape.kind} whose ${name} is not what follows from it`,
      );
    }
  }
  return { ...encoded, shape: change.shape };
};
