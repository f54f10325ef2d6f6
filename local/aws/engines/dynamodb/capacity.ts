import type { Change } from "./images.ts";
import { projected } from "./table.ts";
import { itemSize, sameItem } from "./values.ts";
import db from "dynalite/db/index.js";

/** Units consumed of a table and of its indexes. */
export interface Consumed {
  readonly table: number;
  readonly indexes: Readonly<Record<string, number>>;
}

export type CapacityDetail = "NONE" | "TOTAL" | "INDEXES";

/** Write units of a size: one per KB begun, and one at least. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/** Read units of a size: one per 4 KB begun and one at least; half of that when eventually consistent. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);

/** What a write consumes: by the larger of the old and the new item, plus every index entry that changes. */
export function costOf(change: Change): Consumed {
  const indexes: Record<string, number> = {};
  for (const index of change.table.GlobalSecondaryIndexes) {
    const before = change.before && projected(change.before.item, change.table, index);
    const after = change.after && projected(change.after.item, change.table, index);
    if (!before && !after) continue;
    if (before && after) {
      if (sameItem(before, after)) continue;
      const moved =
        db.createKey(before, change.table, index.KeySchema) !==
        db.createKey(after, change.table, index.KeySchema);
      const [old, young] = [itemSize(before), itemSize(after)];
      indexes[index.IndexName] = moved
        ? writeUnits(old) + writeUnits(young)
        : writeUnits(Math.max(old, young));
    } else indexes[index.IndexName] = writeUnits(itemSize(before ?? after ?? {}));
  }
  return { table: writeUnits(Math.max(change.before?.size ?? 0, change.after?.size ?? 0)), indexes };
}

/** The sum over table and indexes. */
export const total = (consumed: Consumed): number =>
  Object.values(consumed.indexes).reduce((sum, units) => sum + units, consumed.table);

/** Two consumptions of one table taken together. */
export function plus(a: Consumed | undefined, b: Consumed): Consumed {
  const indexes: Record<string, number> = { ...a?.indexes };
  for (const name in b.indexes) indexes[name] = (indexes[name] ?? 0) + (b.indexes[name] ?? 0);
  return { table: (a?.table ?? 0) + b.table, indexes };
}

/** What a transaction consumes instead: the table's units twice, the indexes' once. */
export const inTransaction = ({ table, indexes }: Consumed): Consumed => ({ table: table * 2, indexes });

/** `ConsumedCapacity` of one table as JSON, or undefined when it was not asked for. */
export function consumedJson(
  detail: CapacityDetail | undefined,
  tableName: string,
  consumed: Consumed,
  unit?: "ReadCapacityUnits" | "WriteCapacityUnits",
): string | undefined {
  if (detail === undefined || detail === "NONE") return undefined;
  const units = (value: number) => ({
    CapacityUnits: value,
    ...(unit === undefined ? {} : { [unit]: value }),
  });
  const names = Object.keys(consumed.indexes);
  return JSON.stringify({
    TableName: tableName,
    ...units(total(consumed)),
    ...(detail === "INDEXES" ? { Table: units(consumed.table) } : {}),
    ...(detail === "INDEXES" && names.length > 0
      ? {
          GlobalSecondaryIndexes: Object.fromEntries(
            names.map((name) => [name, units(consumed.indexes[name] ?? 0)]),
          ),
        }
      : {}),
  });
}

/** `ConsumedCapacity` of several tables as JSON, or undefined when it was not asked for. */
export function consumedListJson(
  detail: CapacityDetail | undefined,
  byTable: ReadonlyMap<string, Consumed>,
  unit?: "ReadCapacityUnits" | "WriteCapacityUnits",
): string | undefined {
  if (detail === undefined || detail === "NONE") return undefined;
  return `[${[...byTable].map(([name, consumed]) => consumedJson(detail, name, consumed, unit)).join(",")}]`;
}
