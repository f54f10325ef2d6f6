import batchGet from "dynalite/validations/batchGetItem.js";
import batchWrite from "dynalite/validations/batchWriteItem.js";
import deletion from "dynalite/validations/deleteItem.js";
import get from "dynalite/validations/getItem.js";
import put from "dynalite/validations/putItem.js";
import query from "dynalite/validations/query.js";
import scan from "dynalite/validations/scan.js";
import update from "dynalite/validations/updateItem.js";
import validations from "dynalite/validations/index.js";
import { DynamoDbError, invalid } from "./errors.ts";

type Shape = Readonly<Record<string, object>>;

const onFailure = { ReturnValuesOnConditionCheckFailure: { type: "String", enum: ["ALL_OLD", "NONE"] } };

function pick(shape: Shape, ...names: string[]): Shape {
  return Object.fromEntries(
    names.map((name) => {
      const member = shape[name];
      if (member === undefined) throw new Error(`dynalite knows no parameter ${name}`);
      return [name, member];
    }),
  );
}

const CONDITION = ["ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"];
const entry = (name: string, children: Shape) => ({ [name]: { type: `FieldStruct<${name}>`, children } });
const required = (shape: Shape, name: string): Shape => ({
  ...shape,
  [name]: { ...shape[name], notNull: true },
});

const transactWrite: Shape = {
  ReturnConsumedCapacity: put.types["ReturnConsumedCapacity"] ?? {},
  ReturnItemCollectionMetrics: put.types["ReturnItemCollectionMetrics"] ?? {},
  ClientRequestToken: { type: "String", lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
  TransactItems: {
    type: "List",
    notNull: true,
    lengthGreaterThanOrEqual: 1,
    lengthLessThanOrEqual: 100,
    children: {
      type: "ValueStruct<TransactWriteItem>",
      children: {
        ...entry("ConditionCheck", {
          ...required(pick(deletion.types, "TableName", "Key", ...CONDITION), "ConditionExpression"),
          ...onFailure,
        }),
        ...entry("Put", { ...pick(put.types, "TableName", "Item", ...CONDITION), ...onFailure }),
        ...entry("Delete", { ...pick(deletion.types, "TableName", "Key", ...CONDITION), ...onFailure }),
        ...entry("Update", {
          ...required(
            pick(update.types, "TableName", "Key", "UpdateExpression", ...CONDITION),
            "UpdateExpression",
          ),
          ...onFailure,
        }),
      },
    },
  },
};

const transactGet: Shape = {
  ReturnConsumedCapacity: get.types["ReturnConsumedCapacity"] ?? {},
  TransactItems: {
    type: "List",
    notNull: true,
    lengthGreaterThanOrEqual: 1,
    lengthLessThanOrEqual: 100,
    children: {
      type: "ValueStruct<TransactGetItem>",
      children: {
        Get: {
          type: "FieldStruct<Get>",
          notNull: true,
          children: pick(get.types, "TableName", "Key", "ProjectionExpression", "ExpressionAttributeNames"),
        },
      },
    },
  },
};

/** The parameters of each operation, as dynalite describes them, with what it lacks. */
export const SHAPES = {
  PutItem: { ...put.types, ...onFailure },
  UpdateItem: { ...update.types, ...onFailure },
  DeleteItem: { ...deletion.types, ...onFailure },
  GetItem: get.types,
  Query: query.types,
  Scan: scan.types,
  BatchGetItem: batchGet.types,
  BatchWriteItem: batchWrite.types,
  TransactWriteItems: transactWrite,
  TransactGetItems: transactGet,
} satisfies Record<string, Shape>;

/** Parameters from before expressions existed. */
const LEGACY = [
  "AttributesToGet",
  "AttributeUpdates",
  "ConditionalOperator",
  "Expected",
  "KeyConditions",
  "QueryFilter",
  "ScanFilter",
];

/**
 * A request whose parameters have the types and lie within the limits of the API's description.
 * @throws DynamoDbError (or dynalite's own error) for one that does not.
 */
export function checked<T>(operation: keyof typeof SHAPES, body: object): T {
  const legacy = LEGACY.find((name) => name in body);
  if (legacy !== undefined)
    throw invalid(`${legacy} is a legacy parameter, which this engine does not support`);
  return checkedAgainst<T>(SHAPES[operation], body);
}

/** The same for a shape that is not in the table. */
export function checkedAgainst<T>(shape: Shape, body: object): T {
  const data = validations.checkTypes(body, shape);
  validations.checkValidations(data, shape, null);
  return data as T;
}

/**
 * The body of a call as an object.
 * @throws DynamoDbError when it is not JSON, or not an object.
 */
export function parseBody(text: string): object {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new DynamoDbError("SerializationException", "The request body is not JSON");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new DynamoDbError("SerializationException", "Start of structure or map found where not expected");
  return body;
}
