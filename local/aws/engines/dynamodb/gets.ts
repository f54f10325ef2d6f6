import db from "dynalite/db/index.js";
import validations from "dynalite/validations/index.js";
import { checkAttributes } from "./attributes.ts";
import { consumedJson, consumedListJson, plus, readUnits, total } from "./capacity.ts";
import type { CapacityDetail, Consumed } from "./capacity.ts";
import { compose, tableNamed } from "./core.ts";
import type { Answer, Core } from "./core.ts";
import { invalid, refuse } from "./errors.ts";
import { parseExpressions } from "./expressions.ts";
import type { Expressions, Parsed } from "./expressions.ts";
import { emptyKeyProblem } from "./keys.ts";
import { checked } from "./shapes.ts";
import type { Row } from "./storage.ts";
import type { Table } from "./table.ts";
import type { Item } from "./values.ts";

/** Parameters of one read by key. */
export interface GetParameters extends Pick<
  Expressions,
  "ProjectionExpression" | "ExpressionAttributeNames"
> {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
}

/** One read by key whose parameters are sound in themselves. */
export interface Get {
  readonly tableName: string;
  readonly subject: Item;
  readonly parsed: Parsed;
}

export interface BoundGet extends Get {
  readonly table: Table;
  readonly key: string;
}

/**
 * Reads a get.
 * @throws DynamoDbError for an invalid value or expression.
 */
export function readGet(parameters: GetParameters): Get {
  const misuse = validations.validateExpressionParams(parameters, ["ProjectionExpression"], []);
  if (misuse !== undefined) throw invalid(misuse);
  checkAttributes(parameters.Key);
  const parsed = parseExpressions(parameters);
  if (typeof parsed === "string") throw invalid(parsed);
  return { tableName: parameters.TableName, subject: parameters.Key, parsed };
}

/**
 * Binds a get to its table.
 * @throws DynamoDbError when the key is not that of the table.
 */
export function bindGet(get: Get, table: Table): BoundGet {
  const empty = emptyKeyProblem(get.subject, table);
  if (empty !== undefined) throw invalid(empty);
  refuse(db.validateKey(get.subject, table));
  refuse(db.validateKeyPaths(get.parsed._projection?.nestedPaths, table));
  return { ...get, table, key: db.createKey(get.subject, table) };
}

/** The part of a row that a get shows, as JSON, or undefined when there is no row. */
export function shownText(get: Get, row: Row | undefined): string | undefined {
  if (row === undefined || !get.parsed._projection) return row?.value;
  return JSON.stringify(db.mapPaths(get.parsed._projection.paths, JSON.parse(row.value) as Item));
}

export function getItem(core: Core, body: object): Answer {
  const request = checked<GetParameters & { ReturnConsumedCapacity?: CapacityDetail }>("GetItem", body);
  const get = bindGet(readGet(request), tableNamed(core, request.TableName));
  const row = core.storage.get(get.table.space, get.key);
  const cost = { table: readUnits(row?.size ?? 0, request.ConsistentRead === true), indexes: {} };
  return {
    body: compose({
      Item: shownText(get, row),
      ConsumedCapacity: consumedJson(request.ReturnConsumedCapacity, request.TableName, cost),
    }),
    readUnits: cost.table,
  };
}

interface BatchGet {
  readonly RequestItems: Readonly<
    Record<string, Omit<GetParameters, "TableName" | "Key"> & { readonly Keys: readonly Item[] }>
  >;
  readonly ReturnConsumedCapacity?: CapacityDetail;
}

/** Above this many bytes a batch answers the remaining keys as unprocessed. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

export function batchGetItem(core: Core, body: object): Answer {
  const request = checked<BatchGet>("BatchGetItem", body);
  const names = Object.keys(request.RequestItems);
  if (names.reduce((sum, name) => sum + (request.RequestItems[name]?.Keys.length ?? 0), 0) > 100)
    throw invalid("Too many items requested for the BatchGetItem call");
  const consumed = new Map<string, Consumed>();
  const responses: Record<string, string> = {};
  const unprocessed: Record<string, unknown> = {};
  let bytes = 0;
  for (const [TableName, { Keys, ...rest }] of Object.entries(request.RequestItems)) {
    const table = tableNamed(core, TableName);
    const gets = Keys.map((Key) => bindGet(readGet({ TableName, Key, ...rest }), table));
    if (new Set(gets.map((get) => get.key)).size < gets.length)
      throw invalid("Provided list of item keys contains duplicates");
    const shown: string[] = [];
    const left: Item[] = [];
    for (const get of gets) {
      const row = core.storage.get(table.space, get.key);
      bytes += row?.size ?? 0;
      if (bytes > MAX_BATCH_BYTES) {
        left.push(get.subject);
        continue;
      }
      const cost = { table: readUnits(row?.size ?? 0, rest.ConsistentRead === true), indexes: {} };
      consumed.set(TableName, plus(consumed.get(TableName), cost));
      const text = shownText(get, row);
      if (text !== undefined) shown.push(text);
    }
    responses[TableName] = `[${shown.join(",")}]`;
    if (left.length > 0) unprocessed[TableName] = { Keys: left, ...rest };
  }
  return {
    body: compose({
      Responses: compose(responses),
      UnprocessedKeys: JSON.stringify(unprocessed),
      ConsumedCapacity: consumedListJson(request.ReturnConsumedCapacity, consumed),
    }),
    readUnits: [...consumed.values()].reduce((sum, each) => sum + total(each), 0),
  };
}
