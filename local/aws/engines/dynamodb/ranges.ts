import db from "dynalite/db/index.js";
import { invalid } from "./errors.ts";
import type { KeyCondition } from "./expressions.ts";
import { attributeType } from "./keys.ts";
import type { Bounds } from "./storage.ts";
import { keyNames } from "./table.ts";
import type { Index, KeyElement, Table } from "./table.ts";
import type { Item } from "./values.ts";

/** Every row of a space. */
export const SCAN_BOUNDS: Bounds = { from: "", fromIncluded: true, to: "~", toIncluded: true };

/**
 * The part of a space that a key condition describes. Stored keys are the digest of the partition value, that value
 * and the sort value, each in an encoding that sorts as the value does and closed by a slash.
 * @throws DynamoDbError when the conditions do not suit the key.
 */
export function queryBounds(
  table: Table,
  schema: readonly KeyElement[],
  conditions: Readonly<Record<string, KeyCondition>>,
): Bounds {
  const [hashName = "", rangeName] = keyNames(schema);
  const hash = conditions[hashName];
  const range = rangeName === undefined ? undefined : conditions[rangeName];
  const others = Object.keys(conditions).filter((name) => name !== hashName && name !== rangeName);
  if (!hash) throw invalid(`Query condition missed key schema element: ${hashName}`);
  if (others.length > 0)
    throw invalid(
      rangeName === undefined || range
        ? "Query key condition not supported"
        : `Query condition missed key schema element: ${rangeName}`,
    );
  if (hash.ComparisonOperator !== "EQ") throw invalid("Query key condition not supported");
  const hashType = attributeType(hashName, table);
  const [value] = operands(hash, hashName, hashType);
  const start = `${db.hashPrefix(value, hashType)}/${db.toRangeStr(value, hashType)}/`;
  const whole: Bounds = { from: start, fromIncluded: true, to: `${start}~`, toIncluded: true };
  if (!range || rangeName === undefined) return whole;

  const type = attributeType(rangeName, table);
  const [low, high] = operands(range, rangeName, type).map((each) => start + db.toRangeStr(each, type));
  switch (range.ComparisonOperator) {
    case "EQ":
      return { ...whole, from: `${low}/`, to: `${low}/~` };
    case "LT":
      return { ...whole, to: `${low}/`, toIncluded: false };
    case "LE":
      return { ...whole, to: `${low}/~` };
    case "GT":
      return { ...whole, from: `${low}/~`, fromIncluded: false };
    case "GE":
      return { ...whole, from: `${low}/` };
    case "BETWEEN":
      return { ...whole, from: `${low}/`, to: `${high}/~` };
    case "BEGINS_WITH":
      if (type === "N")
        throw invalid(
          "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
        );
      return { ...whole, from: String(low), to: `${low}~` };
  }
}

function operands(condition: KeyCondition, name: string, type: "S" | "N" | "B"): [string, ...string[]] {
  const values = condition.AttributeValueList.map((each) => {
    const value = each[type];
    if (value === undefined)
      throw invalid(
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
      );
    if (value === "" && condition.ComparisonOperator !== "BEGINS_WITH")
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === "S" ? "string" : "binary"} value. Key: ${name}`,
      );
    return value;
  });
  const [first, ...rest] = values;
  if (first === undefined) throw invalid("Query key condition not supported");
  return [first, ...rest];
}

/**
 * Narrows a range to what follows the last item of the page before.
 * @throws DynamoDbError when the start key is not one, or lies outside the range.
 */
export function startAt(
  bounds: Bounds,
  start: Item | undefined,
  backwards: boolean,
  table: Table,
  index: Index | undefined,
): Bounds {
  if (start === undefined) return bounds;
  const names = new Set([...keyNames(table.KeySchema), ...keyNames(index?.KeySchema ?? [])]);
  for (const name of names)
    if (!start[name]?.[attributeType(name, table)]) throw invalid("The provided starting key is invalid");
  if (Object.keys(start).length !== names.size) throw invalid("The provided starting key is invalid");
  const own = db.createKey(start, table);
  const key = index ? db.createKey(start, table, index.KeySchema) + own : own;
  if (key < bounds.from || key > bounds.to)
    throw invalid("The provided starting key is outside query boundaries based on provided conditions");
  return backwards
    ? { ...bounds, to: key, toIncluded: false }
    : { ...bounds, from: key, fromIncluded: false };
}
