import type { Condition, Path, Stored } from "../ports/store.ts";

/** The expression attributes of one request: each name and value gets a placeholder, so no reserved word matters. */
export interface Placeholders {
  readonly path: (path: Path) => string;
  readonly value: (value: Stored) => string;
  /** What the request needs beside its expressions; only what is used may be sent. */
  readonly attributes: () => {
    readonly ExpressionAttributeNames?: Record<string, string>;
    readonly ExpressionAttributeValues?: Record<string, Stored>;
  };
}

export const createPlaceholders = (): Placeholders => {
  const names = new Map<string, string>();
  const values: Stored[] = [];
  const name = (attribute: string): string => {
    const known = names.get(attribute) ?? `#n${names.size}`;
    names.set(attribute, known);
    return known;
  };
  return {
    path: (path) => path.map(name).join("."),
    value: (value) => `:v${values.push(value) - 1}`,
    attributes: () => ({
      ...(names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries(
          [...names].map(([attribute, short]) => [short, attribute]),
        ),
      }),
      ...(values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(values.map((value, at) => [`:v${at}`, value])),
      }),
    }),
  };
};

/** All conditions as one expression, or undefined for none. */
export const conditionExpression = (
  conditions: readonly Condition[],
  placeholders: Placeholders,
): string | undefined => {
  const terms = conditions.map((condition) => term(condition, placeholders));
  return terms.length === 0 ? undefined : [...new Set(terms)].join(" AND ");
};

const term = (condition: Condition, { path, value }: Placeholders): string => {
  switch (condition.is) {
    case "absent":
      return `attribute_not_exists(${path(["pk"])})`;
    case "exists":
      return `attribute_exists(${path(["pk"])})`;
    case "equals":
      return `${path(condition.path)} = ${value(condition.value)}`;
    case "one-of":
      return `${path(condition.path)} IN (${condition.values.map(value).join(", ")})`;
    case "below": {
      const { limit } = condition;
      return `${path(condition.path)} < ${typeof limit === "number" ? value(limit) : path(limit)}`;
    }
    case "contains":
      // `contains` is also true for a text within a text.
      return `attribute_type(${path(condition.path)}, ${value("L")}) AND contains(${path(condition.path)}, ${value(condition.value)})`;
    case "empty":
      // `size` also measures texts and maps.
      return `attribute_type(${path(condition.path)}, ${value("L")}) AND size(${path(condition.path)}) = ${value(0)}`;
    case "after":
      return `${path(condition.path)} > ${value(condition.value)}`;
  }
};

/** What an update does. A number that is not there yet counts as 0. */
export const updateExpression = (
  change: {
    readonly set: readonly (readonly [Path, Stored])[];
    readonly add: readonly (readonly [Path, number])[];
    readonly leaveIndex1: boolean;
  },
  { path, value }: Placeholders,
): string => {
  const sets = [
    ...change.set.map(([to, stored]) => `${path(to)} = ${value(stored)}`),
    ...change.add.map(
      ([to, more]) => `${path(to)} = if_not_exists(${path(to)}, ${value(0)}) + ${value(more)}`,
    ),
  ];
  return [
    ...(sets.length > 0 ? [`SET ${sets.join(", ")}`] : []),
    ...(change.leaveIndex1 ? [`REMOVE ${path(["gsi1pk"])}, ${path(["gsi1sk"])}`] : []),
  ].join(" ");
};
