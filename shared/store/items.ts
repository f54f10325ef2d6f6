import type { Key } from "../contracts/stored/keys.ts";
import { type Shape, entityOf, tableAttributes } from "../contracts/stored/shape.ts";
import type { Stored } from "../ports/store.ts";
import { UnreadableItem } from "../ports/store.ts";

/** An item as the table holds it: the table's own attributes and the entity's, side by side. */
export interface Item extends Key {
  readonly [attribute: string]: Stored;
}

/** Levels of lists and maps that the service takes in an item. */
const deepest = 32;

/** The service holds numbers of 1e-130 to 1e126, and 0. */
const representable = (number: number): boolean =>
  number === 0 || (Math.abs(number) >= 1e-130 && Math.abs(number) < 1e126);

/**
 * A deep copy, frozen and without members that are undefined, which the table has no way to hold. Throws TypeError on
 * what else it cannot hold: an undefined element of a list, a number out of range, more than 32 levels.
 */
export const storable = (value: unknown, level = 0): Stored => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && representable(value)) return value;
  if (typeof value !== "object") throw new TypeError(`cannot store this ${typeof value}`);
  if (level > deepest) throw new TypeError(`cannot store more than ${deepest} levels of lists and maps`);
  if (Array.isArray(value)) return Object.freeze(value.map((element) => storable(element, level + 1)));
  const copy: Record<string, Stored> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) copy[name] = storable(member, level + 1);
  }
  return Object.freeze(copy);
};

/** A parsed entity, the key it lives under and the item that is written for it. */
export interface Encoded {
  readonly key: Key;
  readonly value: { readonly [attribute: string]: Stored };
  readonly item: Item;
}

/** The item of a parsed value of this shape. */
const itemOf = (shape: Shape<never>, parsed: never): Encoded => {
  const value = storable(parsed) as Encoded["value"];
  const taken = Object.keys(value).find((name) => tableAttributes.has(name));
  if (taken !== undefined) {
    throw new TypeError(`a ${shape.kind} cannot have an attribute named ${taken}: the table uses it`);
  }
  const key = shape.key(parsed);
  const ttl = shape.expires?.(parsed);
  const told = new Set(Object.keys(shape.toldBy?.(key) ?? {}));
  const item = Object.freeze({
    ...Object.fromEntries(Object.entries(value).filter(([name]) => !told.has(name))),
    pk: key.pk,
    sk: key.sk,
    ...shape.indexes?.(parsed),
    ...(ttl === undefined ? {} : { ttl }),
    shape: shape.kind,
    v: shape.version,
  });
  return { key, value, item };
};

/** Parses a value and gives its item. A value that is not of the shape is a programming error: TypeError. */
export const encode = (shape: Shape<never>, input: unknown): Encoded => {
  const parsed = shape.schema.safeParse(input);
  if (!parsed.success) throw new TypeError(`this is no ${shape.kind}`, { cause: parsed.error });
  return itemOf(shape, parsed.data);
};

/** Whether an item says it is of this shape, in this version. */
export const claims = (shape: Shape<never>, item: Item): boolean =>
  item["shape"] === shape.kind && item["v"] === shape.version;

/** The entity in an item, parsed. Throws UnreadableItem when the item is of another shape, version or form. */
export const decode = <Value>(shape: Shape<Value>, item: Item): Value => {
  const key = { pk: item.pk, sk: item.sk };
  if (!claims(shape as Shape<never>, item)) {
    const found = `${JSON.stringify(item["shape"])} version ${JSON.stringify(item["v"])}`;
    const cause = new TypeError(`found ${found}, expected ${shape.kind} version ${shape.version}`);
    throw new UnreadableItem(shape.kind, key, { cause });
  }
  const parsed = shape.schema.safeParse(entityOf(shape, item));
  if (!parsed.success) throw new UnreadableItem(shape.kind, key, { cause: parsed.error });
  return parsed.data;
};
