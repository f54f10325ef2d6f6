import type { Encoded } from "./items.ts";
import type { Key } from "../contracts/stored/keys.ts";
import type { Range } from "./order.ts";
import type { Shape } from "../contracts/stored/shape.ts";
import { compareText } from "./order.ts";

/** An item in memory, frozen, with the shape it was parsed by. */
export interface Row extends Encoded {
  readonly shape: Shape<never>;
}

/** Rows in groups (partitions), each group in order. */
export interface Groups {
  readonly of: (group: string) => readonly Row[];
  /** Undefined when the row is in no group: it lacks the index's attributes. */
  readonly groupOf: (row: Row) => string | undefined;
  readonly sortOf: (row: Row) => string;
  /** The order within a group. */
  readonly compare: (left: Row, right: Row) => number;
  readonly replace: (before: Row | undefined, after: Row | undefined) => void;
}

/** Groups by two attributes: partition and sort key. Equal sort keys, which only an index has, are ordered by item key. */
export const createGroups = (groupName: string, sortName: string): Groups => {
  const groups = new Map<string, Row[]>();
  const groupOf = (row: Row): string | undefined => row.item[groupName] as string | undefined;
  const sortOf = (row: Row): string => row.item[sortName] as string;
  const compare = (left: Row, right: Row): number =>
    comparePlaces(sortOf(left), left.key, sortOf(right), right.key);

  const remove = (row: Row, group: string): void => {
    const rows = groups.get(group) ?? [];
    rows.splice(
      firstAt(rows, (it) => compare(it, row) >= 0),
      1,
    );
    if (rows.length === 0) groups.delete(group);
  };
  const insert = (row: Row, group: string): void => {
    const rows = groups.get(group);
    if (rows === undefined) groups.set(group, [row]);
    else
      rows.splice(
        firstAt(rows, (it) => compare(it, row) >= 0),
        0,
        row,
      );
  };

  return {
    of: (group) => groups.get(group) ?? [],
    groupOf,
    sortOf,
    compare,
    replace: (before, after) => {
      const from = before && groupOf(before);
      const to = after && groupOf(after);
      if (before && after && from !== undefined && from === to && compare(before, after) === 0) {
        const rows = groups.get(from) ?? [];
        rows[firstAt(rows, (it) => compare(it, before) >= 0)] = after;
        return;
      }
      if (before && from !== undefined) remove(before, from);
      if (after && to !== undefined) insert(after, to);
    },
  };
};

/** The order of an index: by sort key, then by the key of the item. */
const comparePlaces = (leftSort: string, left: Key, rightSort: string, right: Key): number =>
  compareText(leftSort, rightSort) || compareText(left.pk, right.pk) || compareText(left.sk, right.sk);

/** The first position from which on `reached` is true, in rows where it turns true once. */
const firstAt = (rows: readonly Row[], reached: (row: Row) => boolean): number => {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && reached(row)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** One page of ordered rows: those in the range, beyond `start`, and whether more follow. */
export const pageOf = (
  rows: readonly Row[],
  groups: Groups,
  range: Range,
  page: {
    readonly descending: boolean;
    readonly limit: number;
    readonly start?: { readonly sort: string; readonly pk: string; readonly sk: string } | undefined;
  },
): { readonly rows: readonly Row[]; readonly more: boolean } => {
  const { from, to } = range;
  const { start, limit } = page;
  const against = (row: Row, sort: string): number => compareText(groups.sortOf(row), sort);
  let begin = from === undefined ? 0 : firstAt(rows, (row) => against(row, from) >= 0);
  let end = to === undefined ? rows.length : firstAt(rows, (row) => against(row, to) >= 0);
  if (start !== undefined) {
    const passed = (row: Row): number => comparePlaces(groups.sortOf(row), row.key, start.sort, start);
    if (page.descending)
      end = Math.min(
        end,
        firstAt(rows, (row) => passed(row) >= 0),
      );
    else
      begin = Math.max(
        begin,
        firstAt(rows, (row) => passed(row) > 0),
      );
  }
  const more = end - begin > limit;
  return page.descending
    ? { rows: rows.slice(Math.max(begin, end - limit), Math.max(begin, end)).toReversed(), more }
    : { rows: rows.slice(begin, Math.min(end, begin + limit)), more };
};
