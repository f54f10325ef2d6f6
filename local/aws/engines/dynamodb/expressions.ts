import validations from "dynalite/validations/index.js";
import type { Condition } from "./condition.ts";
import { attributeProblem } from "./attributes.ts";
import type { Updates } from "./update.ts";
import type { AttributeValue, Item, Path } from "./values.ts";
import { typeOf } from "./values.ts";

/** The expressions of a request as sent. */
export interface Expressions {
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}

interface ParsedCondition {
  readonly expression: Condition;
  readonly nestedPaths: object;
  readonly pathHeads: Readonly<Record<string, boolean>>;
}

/** The expressions of a request, parsed, with names and values filled in. */
export interface Parsed {
  readonly _updates?: Updates;
  readonly _condition?: ParsedCondition;
  readonly _keyCondition?: ParsedCondition;
  readonly _filter?: ParsedCondition;
  readonly _projection?: { readonly paths: readonly Path[]; readonly nestedPaths: object };
}

/** Stands for a request's value in a parsed expression that is kept for the next request. */
class ValueOf {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Parsing costs ten times what a write does, and an application has few expressions. */
const kept = new Map<string, unknown>();
const MOST_KEPT = 1_000;
const PARTS = ["_updates", "_condition", "_keyCondition", "_filter", "_projection"] as const;

/**
 * Parses a request's expressions. Gives the refusal's message instead when one is malformed, uses a reserved word,
 * or leaves a name or value unused.
 */
export function parseExpressions(request: Expressions): Parsed | string {
  const names = request.ExpressionAttributeNames;
  const values = request.ExpressionAttributeValues;
  for (const name in values) {
    const problem = attributeProblem(values[name]);
    if (problem !== undefined)
      return `ExpressionAttributeValues contains invalid value: ${problem} for key ${name}`;
  }
  const key = JSON.stringify([
    request.UpdateExpression,
    request.ConditionExpression,
    request.KeyConditionExpression,
    request.FilterExpression,
    request.ProjectionExpression,
    names,
    values && Object.entries(values).map(([name, value]) => [name, typeOf(value)]),
  ]);
  const known = kept.get(key);
  if (known !== undefined)
    return replace(known, (node) => (node instanceof ValueOf ? values?.[node.name] : undefined)) as Parsed;

  const parsed: Expressions & Parsed = { ...request };
  const problem = validations.validateExpressions(parsed);
  if (problem !== undefined) return problem;
  const result = Object.fromEntries(
    PARTS.flatMap((part) => (parsed[part] ? [[part, parsed[part]]] : [])),
  ) as Parsed;
  if (!dependsOnValues(result)) keep(key, result, values ?? {});
  return result;
}

function keep(key: string, parsed: Parsed, values: Item): void {
  const names = new Map<unknown, string>(Object.entries(values).map(([name, value]) => [value, name]));
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(
    key,
    replace(parsed, (node) => {
      const name = names.get(node);
      return name === undefined ? undefined : new ValueOf(name);
    }),
  );
}

/** These two are checked by the parser against the values themselves, so each request must be parsed. */
const dependsOnValues = (parsed: Parsed): boolean =>
  /"(between|attribute_type)"/.test(JSON.stringify(parsed));

/** A copy of a parsed expression in which some nodes are replaced. */
function replace(node: unknown, instead: (node: object) => unknown): unknown {
  if (typeof node !== "object" || node === null) return node;
  const other = instead(node);
  if (other !== undefined) return other;
  if (Array.isArray(node)) return node.map((child) => replace(child, instead));
  const copy: Record<string, unknown> = {};
  for (const name in node) copy[name] = replace((node as Record<string, unknown>)[name], instead);
  return copy;
}

/** What a key condition asks of one key attribute. */
export interface KeyCondition {
  readonly ComparisonOperator: "EQ" | "LT" | "LE" | "GT" | "GE" | "BETWEEN" | "BEGINS_WITH";
  readonly AttributeValueList: readonly AttributeValue[];
}

/** The conditions of a key condition expression by attribute, or the refusal's message. */
export const keyConditions = (expression: Condition): Record<string, KeyCondition> | string =>
  validations.convertKeyCondition(expression) as Record<string, KeyCondition> | string;
