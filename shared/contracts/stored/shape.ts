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
  indexes?(value: Value): IndexKeys;
  /** Seconds since the epoch at which the item may be forgotten. */
  expires?(value: Value): number;
}

/** Gives a shape literal its type. */
export const shape = <Value>(definition: Shape<Value>): Shape<Value> => definition;

/** A time in Unix seconds, as the table expires items. */
export const secondsAt = (time: string): number => Math.floor(Date.parse(time) / 1_000);
