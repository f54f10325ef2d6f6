import type { Key } from "./keys.ts";
import type * as z from "zod";

/** Keys of the two indexes; an item that lacks one is not in that index. */
export interface IndexKeys {
  readonly gsi1pk?: string;
  readonly gsi1sk?: string;
  readonly gsi2pk?: string;
  readonly gsi2sk?: string;
}

/**
 * How one kind of item is stored: its name and version (both written into the item), its schema, where it lives, and
 * which index entries and expiry follow from its content. An item of another version or shape is an error with its key,
 * never a guess. Changing a schema means raising `version` (a test pins each shape's hash).
 */
export interface Shape<Value> {
  readonly kind: string;
  readonly version: number;
  readonly schema: z.ZodType<Value>;
  key(value: Value): Key;
  /**
   * The attributes that the key tells, read from it again: they are not stored a second time. For items that are read by the
   * hundred, where every byte is paid.
   */
  toldBy?(key: Key): Partial<Value>;
  indexes?(value: Value): IndexKeys;
  /** Seconds since the epoch at which the item may be forgotten. */
  expires?(value: Value): number;
}

/** Gives a shape literal its type. */
export const shape = <Value>(definition: Shape<Value>): Shape<Value> => definition;

/** A time in Unix seconds, as the table expires items. */
export const secondsAt = (time: string): number => Math.floor(Date.parse(time) / 1_000);

/** Attributes that the table adds to what a shape describes. No entity may have an attribute of one of these names. */
export const tableAttributes: ReadonlySet<string> = new Set([
  "pk",
  "sk",
  "gsi1pk",
  "gsi1sk",
  "gsi2pk",
  "gsi2sk",
  "ttl",
  "shape",
  "v",
]);

/** What an item as stored says of its entity, unparsed: its own attributes and those that its key tells. */
export function entityOf<Value>(
  { toldBy }: Pick<Shape<Value>, "toldBy">,
  item: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const key = { pk: String(item["pk"]), sk: String(item["sk"]) };
  const own = Object.entries(item).filter(([name]) => !tableAttributes.has(name));
  return { ...Object.fromEntries(own), ...toldBy?.(key) };
}
