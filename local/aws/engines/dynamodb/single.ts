import db from "dynalite/db/index.js";
import { consumedJson, costOf, total, writeUnits } from "./capacity.ts";
import type { CapacityDetail } from "./capacity.ts";
import { commit, imageAt } from "./changes.ts";
import type { Change } from "./images.ts";
import { compose, tableNamed } from "./core.ts";
import type { Answer, Core } from "./core.ts";
import { DynamoDbError, invalid } from "./errors.ts";
import { checked } from "./shapes.ts";
import { bindWrite, CONDITION_FAILED, emptyKeyOf, evaluate, readWrite } from "./writes.ts";
import type { BoundWrite, WriteKind, WriteParameters } from "./writes.ts";

type ReturnValues = "NONE" | "ALL_OLD" | "UPDATED_OLD" | "ALL_NEW" | "UPDATED_NEW";

interface SingleWrite extends WriteParameters {
  readonly ReturnValues?: ReturnValues;
  readonly ReturnConsumedCapacity?: CapacityDetail;
}

export const putItem = (core: Core, body: object): Answer =>
  single(core, "put", checked<SingleWrite>("PutItem", body));

export const updateItem = (core: Core, body: object): Answer =>
  single(core, "update", checked<SingleWrite>("UpdateItem", body));

export const deleteItem = (core: Core, body: object): Answer =>
  single(core, "delete", checked<SingleWrite>("DeleteItem", body));

function single(core: Core, kind: WriteKind, request: SingleWrite): Answer {
  const wanted = request.ReturnValues ?? "NONE";
  if (kind !== "update" && wanted !== "NONE" && wanted !== "ALL_OLD")
    throw invalid("ReturnValues can only be ALL_OLD or NONE");
  const read = readWrite(kind, request);
  const table = tableNamed(core, request.TableName);
  const empty = emptyKeyOf(read, table);
  if (empty !== undefined) throw invalid(empty);
  const write = bindWrite(read, table);
  const change = applied(core, write);
  commit(core, [change]);
  const cost = costOf(change);
  return {
    body: compose({
      Attributes: returned(wanted, write, change),
      ConsumedCapacity: consumedJson(request.ReturnConsumedCapacity, request.TableName, cost),
    }),
    writeUnits: total(cost),
  };
}

/** A failed condition consumes what the item that is there weighs. */
function applied(core: Core, write: BoundWrite): Change {
  const before = imageAt(core, write.table, write.key);
  try {
    return evaluate(write, before);
  } catch (error) {
    if (!(error instanceof DynamoDbError) || error.code !== CONDITION_FAILED) throw error;
    const usage = { readUnits: 0, writeUnits: writeUnits(before?.size ?? 0) };
    throw new DynamoDbError(error.code, error.message, { details: error.details, usage });
  }
}

function returned(wanted: ReturnValues, write: BoundWrite, { before, after }: Change): string | undefined {
  const paths = write.parsed._updates?.paths ?? [];
  switch (wanted) {
    case "NONE":
      return undefined;
    case "ALL_OLD":
      return before?.text;
    case "ALL_NEW":
      return after?.text;
    case "UPDATED_OLD":
      return nonEmpty(before && db.mapPaths(paths, before.item));
    case "UPDATED_NEW":
      return nonEmpty(after && db.mapPaths(paths, after.item));
  }
}

const nonEmpty = (attributes: object | undefined): string | undefined =>
  attributes && Object.keys(attributes).length > 0 ? JSON.stringify(attributes) : undefined;
