import db from "dynalite/db/index.js";
import type { Core } from "./core.ts";
import type { Change, Image } from "./images.ts";
import { recordOf } from "./records.ts";
import type { Row } from "./storage.ts";
import { expiryOf, projected } from "./table.ts";
import type { Index, Table } from "./table.ts";
import { itemSize, sameItem } from "./values.ts";
import type { Item } from "./values.ts";

/** The item stored under a key, if any. */
export function imageAt(core: Core, table: Table, key: string): Image | undefined {
  const row = core.storage.get(table.space, key);
  return row === undefined ? undefined : imageOf(row);
}

/** A stored row as an image. */
export const imageOf = (row: Row): Image => ({
  item: JSON.parse(row.value) as Item,
  text: row.value,
  size: row.size,
});

/**
 * Applies changes, their index entries and their stream records: all of them or, after a crash or an error, none.
 * `also` runs within the same unit. Listeners of the streams hear of it afterwards.
 */
export function commit(
  core: Core,
  changes: readonly Change[],
  options: { expired?: boolean; also?: () => void } = {},
): void {
  const now = core.clock.now();
  const told = new Set<string>();
  let sequence = core.lastSequence;
  core.storage.atomically(() => {
    for (const change of changes) {
      if (isIdle(change)) continue;
      storeItem(core, change);
      for (const index of change.table.GlobalSecondaryIndexes) storeEntry(core, change, index);
      if (change.table.stream === undefined) continue;
      sequence += 1n;
      core.storage.append(change.table.TableName, now, {
        sequence,
        record: recordOf(change, change.table.stream, sequence, now, options.expired === true, core.place),
      });
      told.add(change.table.TableName);
    }
    options.also?.();
  });
  core.lastSequence = sequence;
  if (told.size > 0) queueMicrotask(() => tell(core, told));
}

/** A write that leaves everything as it was makes no stream record, as at AWS. */
function isIdle(change: Change): boolean {
  if (!change.before || !change.after) return change.before === change.after;
  return change.before.text === change.after.text || sameItem(change.before.item, change.after.item);
}

function storeItem(core: Core, change: Change): void {
  const { table, key, after } = change;
  if (after)
    core.storage.put(table.space, { key, size: after.size, value: after.text }, expiryOf(after.item, table));
  else core.storage.remove(table.space, key);
}

function storeEntry(core: Core, change: Change, index: Index): void {
  const before = change.before && entryOf(change.before, change.table, index);
  const after = change.after && entryOf(change.after, change.table, index);
  if (before && before.key !== after?.key) core.storage.remove(index.space, before.key);
  if (after && (after.key !== before?.key || after.value !== before.value))
    core.storage.put(index.space, after);
}

/** The row an index holds for an item, or undefined when the item is not in the index. */
export function entryOf(image: Image, table: Table, index: Index): Row | undefined {
  const entry = projected(image.item, table, index);
  if (entry === undefined) return undefined;
  const whole = entry === image.item;
  return {
    key: db.createKey(entry, table, index.KeySchema) + db.createKey(entry, table),
    size: whole ? image.size : itemSize(entry),
    value: whole ? image.text : JSON.stringify(entry),
  };
}

function tell(core: Core, tables: ReadonlySet<string>): void {
  for (const name of tables)
    for (const listener of core.listeners.get(name) ?? []) {
      try {
        listener();
      } catch (error) {
        core.log({ level: "error", message: "a stream listener failed", table: name, error: String(error) });
      }
    }
}
