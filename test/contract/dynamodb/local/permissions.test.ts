import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DynamoDbEngine } from "../../../../local/aws/engines/dynamodb/engine.ts";
import { callOf, openEngine } from "../support/place.ts";
import { streamArn, tableArn, tableResource } from "../support/resource.ts";

let engine: DynamoDbEngine;
beforeAll(async () => {
  ({ engine } = await openEngine());
  engine.provision([tableResource()]);
});
afterAll(() => engine.close());

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });
const on = (action: string, leading?: string[], resource = tableArn) => ({
  action: `dynamodb:${action}`,
  resource,
  ...(leading ? { context: { "dynamodb:leadingkeys": leading } } : {}),
});
const TableName = "things";

describe("permissions", () => {
  it.each<[string, object, object[]]>([
    ["PutItem", { TableName, Item: key("a") }, [on("PutItem", ["a"])]],
    ["UpdateItem", { TableName, Key: key("a") }, [on("UpdateItem", ["a"])]],
    ["GetItem", { TableName, Key: key("a") }, [on("GetItem", ["a"])]],
    [
      "TransactWriteItems",
      {
        TransactItems: [
          { Put: { TableName, Item: key("a") } },
          { Update: { TableName, Key: key("b") } },
          { Delete: { TableName, Key: key("c") } },
          { ConditionCheck: { TableName, Key: key("d") } },
        ],
      },
      [
        on("PutItem", ["a"]),
        on("UpdateItem", ["b"]),
        on("DeleteItem", ["c"]),
        on("ConditionCheckItem", ["d"]),
      ],
    ],
    ["TransactGetItems", { TransactItems: [{ Get: { TableName, Key: key("a") } }] }, [on("GetItem", ["a"])]],
    [
      "BatchGetItem",
      { RequestItems: { things: { Keys: [key("a"), key("b")] } } },
      [on("BatchGetItem", ["a", "b"])],
    ],
    [
      "BatchWriteItem",
      {
        RequestItems: { things: [{ PutRequest: { Item: key("a") } }, { DeleteRequest: { Key: key("b") } }] },
      },
      [on("BatchWriteItem", ["a", "b"])],
    ],
    [
      "Query",
      {
        TableName,
        KeyConditionExpression: "begins_with(sk, :s) AND #p = :p",
        ExpressionAttributeNames: { "#p": "pk" },
        ExpressionAttributeValues: { ":p": { S: "a" }, ":s": { S: "x" } },
      },
      [on("Query", ["a"])],
    ],
    [
      "Query",
      {
        TableName,
        IndexName: "byOwner",
        KeyConditionExpression: ":o = owner",
        ExpressionAttributeValues: { ":o": { S: "ana" } },
      },
      [on("Query", ["ana"], `${tableArn}/index/byOwner`)],
    ],
    ["Scan", { TableName }, [on("Scan")]],
    [
      "DescribeTable",
      { TableName: "other" },
      [on("DescribeTable", undefined, tableArn.replace("things", "other"))],
    ],
    ["ListTables", {}, [on("ListTables", undefined, "*")]],
    ["ListStreams", {}, [on("ListStreams", undefined, "*")]],
    ["DescribeStream", { StreamArn: streamArn }, [on("DescribeStream", undefined, streamArn)]],
    ["GetShardIterator", { StreamArn: streamArn }, [on("GetShardIterator", undefined, streamArn)]],
    ["GetRecords", { ShardIterator: `${streamArn}|1|abc` }, [on("GetRecords", undefined, streamArn)]],
  ])("%s %j", (operation, body, expected) => {
    expect(engine.permissions(callOf(operation, body))).toEqual(expected);
  });

  it("leaves a body that cannot be read to the operation", async () => {
    const call = callOf("PutItem", "{");
    expect(engine.permissions(call)).toEqual([]);
    const reply = await engine.handle(call);
    expect(reply.status).toBe(400);
    expect(reply.headers["x-amzn-errortype"]).toBe("SerializationException");
  });
});
