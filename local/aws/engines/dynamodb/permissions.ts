import type { AwsCall, RequiredPermission } from "../../types.ts";
import type { Core } from "./core.ts";
import { tableArn } from "./table.ts";

type Loose = Readonly<Record<string, unknown>>;

const loose = (value: unknown): Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {};
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(loose) : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

const ENTRY_ACTIONS = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
} as const;

/**
 * What a call's body needs to be allowed. The body has not been validated: what cannot be read of it is treated as
 * absent, and the operation refuses it afterwards.
 */
export function permissionsOf(core: Core, call: AwsCall, body: unknown): readonly RequiredPermission[] {
  const request = loose(body);
  const { operation } = call;
  switch (operation) {
    case "TransactWriteItems":
    case "TransactGetItems":
      return merged(list(request["TransactItems"]).flatMap((entry) => transactEntry(core, entry)));
    case "BatchGetItem":
    case "BatchWriteItem":
      return Object.entries(loose(request["RequestItems"])).map(([name, entries]) =>
        on(core, operation, name, batchKeys(entries), undefined),
      );
    case "ListTables":
      return [{ action: "dynamodb:ListTables", resource: "*" }];
    case "ListStreams":
      return [{ action: "dynamodb:ListStreams", resource: "*" }];
    case "DescribeStream":
    case "GetShardIterator":
      return [{ action: `dynamodb:${operation}`, resource: text(request["StreamArn"]) }];
    case "GetRecords":
      return [
        { action: "dynamodb:GetRecords", resource: text(request["ShardIterator"]).split("|")[0] ?? "" },
      ];
    default:
      return [on(core, operation, text(request["TableName"]), keysOf(request), request)];
  }
}

function transactEntry(core: Core, entry: Loose): RequiredPermission[] {
  return Object.entries(ENTRY_ACTIONS).flatMap(([member, action]) => {
    if (entry[member] === undefined) return [];
    const parameters = loose(entry[member]);
    return [on(core, action, text(parameters["TableName"]), keysOf(parameters), undefined)];
  });
}

/** One permission for all that needs the same action on the same resource; conditions see every leading key. */
function merged(permissions: readonly RequiredPermission[]): RequiredPermission[] {
  const groups = Map.groupBy(permissions, ({ action, resource }) => `${action} ${resource}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const leading = group.flatMap(({ context }) => context?.["dynamodb:leadingkeys"] ?? []);
    return { ...first, ...(leading.length > 0 ? { context: { "dynamodb:leadingkeys": leading } } : {}) };
  });
}

const keysOf = (parameters: Loose): Loose[] =>
  [parameters["Item"], parameters["Key"]].filter((key) => key !== undefined).map(loose);

function batchKeys(entries: unknown): Loose[] {
  if (!Array.isArray(entries)) return list(loose(entries)["Keys"]);
  return entries.map((entry) => {
    const { PutRequest, DeleteRequest } = loose(entry);
    return loose(loose(PutRequest)["Item"] ?? loose(DeleteRequest)["Key"]);
  });
}

/** `request` is given where a query may name an index or a partition. */
function on(
  core: Core,
  operation: string,
  tableName: string,
  keys: readonly Loose[],
  request: Loose | undefined,
): RequiredPermission {
  const table = core.tables.get(tableName);
  const arn = table?.arn ?? tableArn(core.place, tableName);
  const indexName = text(request?.["IndexName"]);
  const index = table?.GlobalSecondaryIndexes.find((each) => each.IndexName === indexName);
  const partition = (index ?? table)?.KeySchema[0]?.AttributeName;
  const leading =
    partition === undefined
      ? []
      : [
          ...keys.flatMap((key) => scalar(key[partition])),
          ...(operation === "Query" && request ? queried(request, partition) : []),
        ];
  return {
    action: `dynamodb:${operation}`,
    resource: indexName === "" ? arn : `${arn}/index/${indexName}`,
    ...(leading.length > 0 ? { context: { "dynamodb:leadingkeys": leading } } : {}),
  };
}

function scalar(value: unknown): string[] {
  const { S, N, B } = loose(value);
  return [S, N, B].filter((each) => typeof each === "string");
}

/** The partition a key condition names: the value that its partition key is compared with. */
function queried(request: Loose, partition: string): string[] {
  const names = loose(request["ExpressionAttributeNames"]);
  const values = loose(request["ExpressionAttributeValues"]);
  for (const [, left = "", right = ""] of text(request["KeyConditionExpression"]).matchAll(
    /([#:\w]+)\s*=\s*([#:\w]+)/g,
  ))
    for (const [name, value] of [
      [left, right],
      [right, left],
    ] as const)
      if ((name.startsWith("#") ? names[name] : name) === partition) return scalar(values[value]);
  return [];
}
