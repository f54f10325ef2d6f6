import type { Condition, Path, Stored } from "../ports/store.ts";
import { compareText } from "./order.ts";

type Attributes = { readonly [name: string]: Stored };

const isMap = (value: Stored | undefined): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is at a path, or undefined. */
const at = (attributes: Attributes, path: Path): Stored | undefined => {
  let value: Stored | undefined = attributes;
  for (const name of path) {
    if (!isMap(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
};

/** Whether a condition holds for an item with these attributes; undefined is an item that is not there. */
export const holds = (condition: Condition, attributes: Attributes | undefined): boolean => {
  if (condition.is === "absent") return attributes === undefined;
  if (attributes === undefined) return false;
  if (condition.is === "exists") return true;
  const found = at(attributes, condition.path);
  switch (condition.is) {
    case "equals":
      return found === condition.value;
    case "one-of":
      return condition.values.some((value) => value === found);
    case "below": {
      const limit = typeof condition.limit === "number" ? condition.limit : at(attributes, condition.limit);
      return typeof found === "number" && typeof limit === "number" && found < limit;
    }
    case "contains":
      return Array.isArray(found) && found.includes(condition.value);
    case "empty":
      return Array.isArray(found) && found.length === 0;
    case "after":
      return typeof found === "string" && compareText(found, condition.value) > 0;
  }
};

/** A copy with the value at `path` replaced. Throws TypeError when the map that should hold it is missing. */
export const replaced = (
  attributes: Attributes,
  path: readonly string[],
  next: (found: Stored | undefined) => Stored,
): Attributes => {
  const [name, ...rest] = path;
  if (name === undefined) return attributes;
  const found = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (rest.length === 0) return { ...attributes, [name]: next(found) };
  if (!isMap(found)) throw new TypeError(`nothing at ${name} to hold ${rest.join(".")}`);
  return { ...attributes, [name]: replaced(found, rest, next) };
};
