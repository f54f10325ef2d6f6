import db from "dynalite/db/index.js";
import validations from "dynalite/validations/index.js";
import { checkAttributes, checkedSize } from "./attributes.ts";
import type { Change, Image } from "./images.ts";
import { matches } from "./condition.ts";
import { DynamoDbError, invalid, refuse } from "./errors.ts";
import type { Expressions, Parsed } from "./expressions.ts";
import { parseExpressions } from "./expressions.ts";
import { emptyKeyProblem, indexKeyProblem } from "./keys.ts";
import type { Table } from "./table.ts";
import { applyUpdates } from "./update.ts";
import type { Item } from "./values.ts";

export type WriteKind = "put" | "update" | "delete" | "check";

/** The parameters that single writes and the entries of a transaction have in common. */
export interface WriteParameters extends Expressions {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
}

/** One write whose parameters are sound in themselves; whether they suit the table is not known yet. */
export interface Write {
  readonly kind: WriteKind;
  readonly tableName: string;
  /** The item of a put, else the key. */
  readonly subject: Item;
  readonly parsed: Parsed;
  readonly tellsOld: boolean;
}

/**
 * Reads a write.
 * @throws DynamoDbError for an invalid value or expression, or an item over 400 KB.
 */
export function readWrite(kind: WriteKind, parameters: WriteParameters): Write {
  const expressions =
    kind === "update" ? ["UpdateExpression", "ConditionExpression"] : ["ConditionExpression"];
  const misuse = validations.validateExpressionParams(parameters, expressions, []);
  if (misuse !== undefined) throw invalid(misuse);
  const subject = (kind === "put" ? parameters.Item : parameters.Key) ?? {};
  checkAttributes(subject);
  if (kind === "put") checkedSize(subject, "Item size has exceeded the maximum allowed size");
  const parsed = parseExpressions(parameters);
  if (typeof parsed === "string") throw invalid(parsed);
  return {
    kind,
    tableName: parameters.TableName,
    subject,
    parsed,
    tellsOld: parameters.ReturnValuesOnConditionCheckFailure === "ALL_OLD",
  };
}

/** A write that names an existing table, and whose key is that table's. */
export interface BoundWrite extends Write {
  readonly table: Table;
  /** Where the item is stored. */
  readonly key: string;
}

/**
 * Binds a write to its table.
 * @throws DynamoDbError when keys are missing or of another type, or the update names a key.
 */
export function bindWrite(write: Write, table: Table): BoundWrite {
  if (write.kind === "put") {
    refuse(db.validateItem(write.subject, table));
  } else {
    refuse(db.validateKey(write.subject, table));
    if (write.parsed._updates) refuse(db.validateUpdates(undefined, write.parsed._updates, table));
  }
  refuse(db.validateKeyPaths(write.parsed._condition?.nestedPaths, table));
  return { ...write, table, key: db.createKey(write.subject, table) };
}

/** Why a write's key is refused before anything else is looked at: an empty string or binary. */
export const emptyKeyOf = (write: Write, table: Table): string | undefined =>
  emptyKeyProblem(write.subject, table) ??
  (write.kind === "put" ? indexKeyProblem(write.subject, table) : undefined);

/**
 * What a write does to the item that is there.
 * @throws DynamoDbError when its condition fails (with the item, if asked for) or the new item is not valid.
 */
export function evaluate(write: BoundWrite, before: Image | undefined): Change {
  const condition = write.parsed._condition?.expression;
  if (condition && !matches(condition, before?.item ?? {})) throw conditionFailed(write, before);
  const change = { table: write.table, key: write.key, ...(before ? { before } : {}) };
  switch (write.kind) {
    case "check":
      return before ? { ...change, after: before } : change;
    case "delete":
      return change;
    case "put":
      return { ...change, after: newImage(write.subject, "Item size has exceeded the maximum allowed size") };
    case "update": {
      const base = before?.item ?? write.subject;
      const item = write.parsed._updates ? applyUpdates(write.parsed._updates, base) : base;
      const problem = indexKeyProblem(item, write.table);
      if (problem !== undefined) throw invalid(problem);
      return {
        ...change,
        after: newImage(item, "Item size to update has exceeded the maximum allowed size"),
      };
    }
  }
}

function newImage(item: Item, tooLarge: string): Image {
  return { item, text: JSON.stringify(item), size: checkedSize(item, tooLarge) };
}

/** The name of the refusal of a write whose condition does not hold. */
export const CONDITION_FAILED = "ConditionalCheckFailedException";

function conditionFailed(write: BoundWrite, before: Image | undefined): DynamoDbError {
  const details = write.tellsOld && before ? { Item: before.item } : {};
  return new DynamoDbError(CONDITION_FAILED, "The conditional request failed", { details });
}
