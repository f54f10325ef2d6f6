import type { Json } from "../../../../shared/contracts/values.ts";
import { sameValue } from "../../../../shared/domain/equality.ts";

/** One thing that is not as it was: where, and what it was and is. Undefined: it was or is not there. */
export interface Difference {
  readonly path: readonly string[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What every record has and nobody wants to read. */
const bookkeeping: ReadonlySet<string> = new Set(["version", "id", "createdAt"]);

type Members = Readonly<Record<string, Json>>;

const isMembers = (value: Json | undefined): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What differs between a record as it was and as it is, member by member; lists are compared whole. */
export function differences(before: Json, after: Json): readonly Difference[] {
  return between([], before ?? undefined, after ?? undefined).filter(
    // A contact's fields have the names that the business gave them.
    ({ path }) => path[0] === "fields" || !bookkeeping.has(path.at(-1) ?? ""),
  );
}

function between(
  path: readonly string[],
  before: Json | undefined,
  after: Json | undefined,
): readonly Difference[] {
  if (sameValue(before, after)) return [];
  const parts = [before, after].filter((it) => it !== undefined && it !== null);
  // Where there is nothing on one side, the other is taken apart all the same.
  if (parts.length === 0 || !parts.every(isMembers)) return [{ path, before, after }];
  const [was, is] = [isMembers(before) ? before : {}, isMembers(after) ? after : {}];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  if (names.size === 0) return [{ path, before, after }];
  return [...names].flatMap((name) => between([...path, name], was[name], is[name]));
}

/** What a record calls itself, after or before the act; undefined where it has no name. */
export function nameIn(...records: readonly Json[]): string | undefined {
  for (const record of records) {
    if (!isMembers(record)) continue;
    const { name, shortcut } = record;
    if (typeof name === "string") return name;
    if (typeof shortcut === "string") return `/${shortcut}`;
  }
  return undefined;
}
