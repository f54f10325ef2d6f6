import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { AttributeValue, ConsumedCapacity, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { useEndpoint } from "./support/endpoint.ts";

const endpoint = useEndpoint();
const ReturnConsumedCapacity = "INDEXES" as const;
const Key = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });
const item = (pk: string, attributes: Record<string, AttributeValue>) => ({ ...Key(pk), ...attributes });
const kilobytes = (count: number) => ({ S: "x".repeat(count * 1024 - 200) });

/** Units of the table and of the two indexes. */
const units = (consumed: ConsumedCapacity | undefined) => [
  consumed?.Table?.CapacityUnits ?? 0,
  consumed?.GlobalSecondaryIndexes?.["byOwner"]?.CapacityUnits ?? 0,
  consumed?.GlobalSecondaryIndexes?.["byRank"]?.CapacityUnits ?? 0,
];
const put = async (pk: string, attributes: Record<string, AttributeValue>) => {
  const command = new PutItemCommand({
    TableName: endpoint.table,
    Item: item(pk, attributes),
    ReturnConsumedCapacity,
  });
  return units((await endpoint.client.send(command)).ConsumedCapacity);
};
const update = async (pk: string, UpdateExpression: string, values: Record<string, AttributeValue>) => {
  const command = new UpdateItemCommand({
    TableName: endpoint.table,
    Key: Key(pk),
    UpdateExpression,
    ExpressionAttributeNames: Object.fromEntries(
      [...UpdateExpression.matchAll(/#(\w+)/g)].map(([name, plain = ""]) => [name, plain]),
    ),
    ExpressionAttributeValues: values,
    ReturnConsumedCapacity,
  });
  return units((await endpoint.client.send(command)).ConsumedCapacity);
};

describe("write units", () => {
  it("counts a unit per kilobyte of the larger item", async () => {
    expect(await put("plain", {})).toEqual([1, 0, 0]);
    expect(await put("plain", { text: kilobytes(3) })).toEqual([3, 0, 0]);
    expect(await put("plain", {})).toEqual([3, 0, 0]);
    const removal = new DeleteItemCommand({
      TableName: endpoint.table,
      Key: Key("nothing"),
      ReturnConsumedCapacity,
    });
    expect(units((await endpoint.client.send(removal)).ConsumedCapacity)).toEqual([1, 0, 0]);
  });

  it("counts an index only when its keys or what it holds change, and twice when its key changes", async () => {
    const attributes = { owner: { S: "ana" }, rank: { N: "1" }, title: { S: "one" } };
    expect(await put("indexed", attributes)).toEqual([1, 1, 1]);
    expect(await update("indexed", "SET #body = :v", { ":v": { S: "text" } })).toEqual([1, 0, 0]);
    expect(await update("indexed", "SET #title = :v", { ":v": { S: "two" } })).toEqual([1, 0, 1]);
    expect(await update("indexed", "SET #owner = :v", { ":v": { S: "rui" } })).toEqual([1, 2, 0]);
    expect(await update("indexed", "SET #rank = :v", { ":v": { N: "2" } })).toEqual([1, 2, 2]);
    const removal = new DeleteItemCommand({
      TableName: endpoint.table,
      Key: Key("indexed"),
      ReturnConsumedCapacity,
    });
    expect(units((await endpoint.client.send(removal)).ConsumedCapacity)).toEqual([1, 1, 1]);
  });

  it("counts a transaction's items twice, its index entries once, and its repetition as reads", async () => {
    const transact = async (TransactItems: TransactWriteItem[], ClientRequestToken?: string) => {
      const command = new TransactWriteItemsCommand({
        TransactItems,
        ReturnConsumedCapacity,
        ClientRequestToken,
      });
      return (await endpoint.client.send(command)).ConsumedCapacity?.[0];
    };
    const check = {
      TableName: endpoint.table,
      Key: Key("none"),
      ConditionExpression: "attribute_not_exists(pk)",
    };
    const stored = item("twice", { filling: kilobytes(9), rank: { N: "1" } });
    const made = await transact([
      { Put: { TableName: endpoint.table, Item: stored } },
      { ConditionCheck: check },
    ]);
    expect(units(made)).toEqual([20, 0, 1]);
    const removal = [{ Delete: { TableName: endpoint.table, Key: Key("twice") } }];
    const token = `removal-${endpoint.table.slice(-12)}`;
    expect(units(await transact(removal, token))).toEqual([18, 0, 1]);
    expect(await transact(removal, token)).toMatchObject({ CapacityUnits: 6, ReadCapacityUnits: 6 });
  });
});

describe("read units", () => {
  it("counts four kilobytes a unit, and half of it when eventually consistent", async () => {
    await put("nine", { text: kilobytes(9) });
    for (const [pk, ConsistentRead, expected] of [
      ["nine", true, 3],
      ["nine", false, 1.5],
      ["absent", true, 1],
      ["absent", false, 0.5],
    ] as const) {
      const get = new GetItemCommand({
        TableName: endpoint.table,
        Key: Key(pk),
        ConsistentRead,
        ReturnConsumedCapacity,
      });
      expect((await endpoint.client.send(get)).ConsumedCapacity?.CapacityUnits).toBe(expected);
    }
  });

  it("rounds a query's sum, not each item", async () => {
    for (const sk of ["a", "b", "c"])
      await endpoint.client.send(
        new PutItemCommand({
          TableName: endpoint.table,
          Item: { pk: { S: "sum" }, sk: { S: sk }, text: kilobytes(1) },
        }),
      );
    const query = async (pk: string, ConsistentRead: boolean) =>
      (
        await endpoint.client.send(
          new QueryCommand({
            TableName: endpoint.table,
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": { S: pk } },
            ConsistentRead,
            ReturnConsumedCapacity,
          }),
        )
      ).ConsumedCapacity?.CapacityUnits;
    expect(await query("sum", true)).toBe(1);
    expect(await query("sum", false)).toBe(0.5);
    expect(await query("empty", false)).toBe(0.5);
  });
});
