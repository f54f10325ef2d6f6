import db from "dynalite/db/index.js";
import validations from "dynalite/validations/index.js";
import { checkAttributes } from "./attributes.ts";
import { consumedJson, readUnits } from "./capacity.ts";
import type { CapacityDetail } from "./capacity.ts";
import { matches } from "./condition.ts";
import { compose, tableNamed } from "./core.ts";
import type { Answer, Core } from "./core.ts";
import { DynamoDbError, invalid, refuse } from "./errors.ts";
import { keyConditions, parseExpressions } from "./expressions.ts";
import type { Expressions, Parsed } from "./expressions.ts";
import { queryBounds, SCAN_BOUNDS, startAt } from "./ranges.ts";
import { checked } from "./shapes.ts";
import type { Bounds } from "./storage.ts";
import { keyNames, projectedNames } from "./table.ts";
import type { Index, Table } from "./table.ts";
import type { Item } from "./values.ts";

interface ReadMany extends Expressions {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
  readonly ExclusiveStartKey?: Item;
  readonly Limit?: number;
  readonly ScanIndexForward?: boolean;
  readonly Select?: "ALL_ATTRIBUTES" | "ALL_PROJECTED_ATTRIBUTES" | "COUNT" | "SPECIFIC_ATTRIBUTES";
  readonly Segment?: number;
  readonly TotalSegments?: number;
  readonly ReturnConsumedCapacity?: CapacityDetail;
}

/** A page ends once it has read this much. */
const PAGE_BYTES = 1024 * 1024;

export function query(core: Core, body: object): Answer {
  const request = checked<ReadMany>("Query", body);
  if (request.KeyConditionExpression === undefined)
    throw invalid(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  const { table, index, parsed } = prepare(core, request, [
    "ProjectionExpression",
    "FilterExpression",
    "KeyConditionExpression",
  ]);
  const conditions = parsed._keyCondition && keyConditions(parsed._keyCondition.expression);
  if (conditions === undefined || typeof conditions === "string")
    throw invalid(conditions ?? "No key condition");
  const schema = index?.KeySchema ?? table.KeySchema;
  for (const name of keyNames(schema))
    if (parsed._filter?.pathHeads[name])
      throw invalid(
        `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
      );
  return page(core, request, { table, index, parsed, bounds: queryBounds(table, schema, conditions) });
}

export function scan(core: Core, body: object): Answer {
  const request = checked<ReadMany>("Scan", body);
  if (request.Segment !== undefined || request.TotalSegments !== undefined)
    throw new DynamoDbError("UnknownOperationException", "Scans in parallel segments are not supported");
  return page(core, request, {
    ...prepare(core, request, ["ProjectionExpression", "FilterExpression"]),
    bounds: SCAN_BOUNDS,
  });
}

interface Prepared {
  readonly table: Table;
  readonly index: Index | undefined;
  readonly parsed: Parsed;
}

function prepare(core: Core, request: ReadMany, expressions: readonly string[]): Prepared {
  const misuse = validations.validateExpressionParams(request, expressions, []);
  if (misuse !== undefined) throw invalid(misuse);
  checkAttributes(request.ExclusiveStartKey ?? {});
  const parsed = parseExpressions(request);
  if (typeof parsed === "string") throw invalid(parsed);
  const table = tableNamed(core, request.TableName);
  const index = table.GlobalSecondaryIndexes.find((each) => each.IndexName === request.IndexName);
  if (request.IndexName !== undefined && index === undefined)
    throw invalid(`The table does not have the specified index: ${request.IndexName}`);
  if (index && request.ConsistentRead)
    throw invalid("Consistent reads are not supported on global secondary indexes");
  refuse(db.validateKeyPaths(parsed._projection?.nestedPaths, table));
  refuse(db.validateKeyPaths(parsed._filter?.nestedPaths, table));
  checkSelect(request, table, index, parsed);
  return { table, index, parsed };
}

function checkSelect(request: ReadMany, table: Table, index: Index | undefined, parsed: Parsed): void {
  const { Select } = request;
  if (parsed._projection && Select !== undefined && Select !== "SPECIFIC_ATTRIBUTES")
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${Select}`);
  if (Select === "SPECIFIC_ATTRIBUTES" && !parsed._projection)
    throw invalid(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  if (!index) {
    if (Select === "ALL_PROJECTED_ATTRIBUTES")
      throw invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
    return;
  }
  if (index.Projection.ProjectionType === "ALL") return;
  if (Select === "ALL_ATTRIBUTES")
    throw invalid(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.IndexName} because its projection type is not ALL`,
    );
  const held = projectedNames(table, index);
  const missing = (parsed._projection?.paths ?? [])
    .map(([head]) => String(head))
    .filter((head) => !held.has(head));
  if (missing.length > 0)
    throw invalid(
      `One or more parameter values were invalid: Global secondary index ${index.IndexName} does not project [${missing.join(", ")}]`,
    );
}

function page(core: Core, request: ReadMany, prepared: Prepared & { readonly bounds: Bounds }): Answer {
  const { table, index, parsed } = prepared;
  const backwards = request.ScanIndexForward === false;
  const bounds = startAt(prepared.bounds, request.ExclusiveStartKey, backwards, table, index);
  const shown: string[] = [];
  let [scanned, found, bytes] = [0, 0, 0];
  let last: string | undefined;
  for (const row of core.storage.range((index ?? table).space, bounds, backwards)) {
    scanned += 1;
    bytes += row.size;
    const item = parsed._filter || parsed._projection ? (JSON.parse(row.value) as Item) : undefined;
    if (!item || !parsed._filter || matches(parsed._filter.expression, item)) {
      found += 1;
      if (request.Select !== "COUNT")
        shown.push(
          item && parsed._projection
            ? JSON.stringify(db.mapPaths(parsed._projection.paths, item))
            : row.value,
        );
    }
    if (scanned === request.Limit || bytes >= PAGE_BYTES) {
      last = row.value;
      break;
    }
  }
  const units = readUnits(bytes, request.ConsistentRead === true);
  const cost = index ? { table: 0, indexes: { [index.IndexName]: units } } : { table: units, indexes: {} };
  return {
    body: compose({
      Items: request.Select === "COUNT" ? undefined : `[${shown.join(",")}]`,
      Count: String(found),
      ScannedCount: String(scanned),
      LastEvaluatedKey: last === undefined ? undefined : positionOf(JSON.parse(last) as Item, table, index),
      ConsumedCapacity: consumedJson(request.ReturnConsumedCapacity, request.TableName, cost),
    }),
    readUnits: units,
  };
}

function positionOf(item: Item, table: Table, index: Index | undefined): string {
  const names = new Set([...keyNames(table.KeySchema), ...keyNames(index?.KeySchema ?? [])]);
  return JSON.stringify(Object.fromEntries([...names].map((name) => [name, item[name]])));
}
