import {
  BatchGetItemCommand,
  GetItemCommand,
  IdempotentParameterMismatchException,
  PutItemCommand,
  ResourceNotFoundException,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { useEndpoint } from "./support/endpoint.ts";
import { refusalOf } from "./support/refusal.ts";

const endpoint = useEndpoint();
const transact = (TransactItems: TransactWriteItem[], more: { ClientRequestToken?: string } = {}) =>
  endpoint.client.send(
    new TransactWriteItemsCommand({ TransactItems, ReturnConsumedCapacity: "TOTAL", ...more }),
  );
const put = (
  pk: string,
  attributes: Record<string, { S: string } | { N: string }> = {},
  condition?: string,
) => ({
  Put: {
    TableName: endpoint.table,
    Item: { pk: { S: pk }, sk: { S: "-" }, ...attributes },
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
  },
});
const key = (pk: string) => ({ TableName: endpoint.table, Key: { pk: { S: pk }, sk: { S: "-" } } });
const read = async (pk: string) =>
  (await endpoint.client.send(new GetItemCommand({ ...key(pk), ConsistentRead: true }))).Item;

describe("TransactWriteItems", () => {
  it("applies every kind of entry together", async () => {
    await transact([put("kinds-update", { n: { N: "1" } }), put("kinds-delete"), put("kinds-check")]);
    await transact([
      put("kinds-put"),
      {
        Update: {
          ...key("kinds-update"),
          UpdateExpression: "SET n = n + :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        },
      },
      { Delete: key("kinds-delete") },
      { ConditionCheck: { ...key("kinds-check"), ConditionExpression: "attribute_exists(pk)" } },
    ]);
    expect(await read("kinds-put")).toBeDefined();
    expect((await read("kinds-update"))?.["n"]).toEqual({ N: "2" });
    expect(await read("kinds-delete")).toBeUndefined();
    expect(await read("kinds-check")).toEqual({ pk: { S: "kinds-check" }, sk: { S: "-" } });
  });

  it("applies nothing when one condition fails, and says which", async () => {
    await transact([put("held", { v: { S: "old" } })]);
    const refusal = await refusalOf(
      transact([
        put("fresh"),
        {
          Put: {
            TableName: endpoint.table,
            Item: { pk: { S: "held" }, sk: { S: "-" } },
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
        put("held-2", {}, "attribute_exists(pk)"),
      ]),
    );
    expect(refusal).toBeInstanceOf(TransactionCanceledException);
    expect(refusal.message).toBe(
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]",
    );
    expect((refusal as TransactionCanceledException).CancellationReasons).toEqual([
      { Code: "None" },
      {
        Code: "ConditionalCheckFailed",
        Message: "The conditional request failed",
        Item: { pk: { S: "held" }, sk: { S: "-" }, v: { S: "old" } },
      },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
    ]);
    expect(await read("fresh")).toBeUndefined();
    expect((await read("held"))?.["v"]).toEqual({ S: "old" });
  });

  it("tells an entry that does not suit the table or the item as a validation reason", async () => {
    await transact([put("typed", { v: { S: "text" } })]);
    const refusal = await refusalOf(
      transact([
        { Put: { TableName: endpoint.table, Item: { pk: { N: "1" }, sk: { S: "-" } } } },
        {
          Update: {
            ...key("typed"),
            UpdateExpression: "SET v = v + :one",
            ExpressionAttributeValues: { ":one": { N: "1" } },
          },
        },
        { Delete: { TableName: endpoint.table, Key: { pk: { S: "x" } } } },
        put("fine"),
      ]),
    );
    expect((refusal as TransactionCanceledException).CancellationReasons).toEqual([
      {
        Code: "ValidationError",
        Message: "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
      },
      { Code: "ValidationError", Message: "An operand in the update expression has an incorrect data type" },
      { Code: "ValidationError", Message: "The provided key element does not match the schema" },
      { Code: "None" },
    ]);
  });

  it("refuses two operations on one item", async () => {
    const refusal = await refusalOf(transact([put("twice"), { Delete: key("twice") }]));
    expect(refusal).toMatchObject({
      name: "ValidationException",
      message: "Transaction request cannot include multiple operations on one item",
    });
    expect(await read("twice")).toBeUndefined();
  });

  it("takes a hundred entries and refuses more", async () => {
    const entries = (count: number) => Array.from({ length: count }, (_, at) => put(`many-${at}`));
    expect((await refusalOf(transact(entries(101)))).message).toMatch(
      /Member must have length less than or equal to 100$/,
    );
    await transact(entries(100));
    const { Responses } = await endpoint.client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [endpoint.table]: { Keys: entries(100).map(({ Put }) => ({ pk: Put.Item.pk, sk: Put.Item.sk })) },
        },
      }),
    );
    expect(Responses?.[endpoint.table]).toHaveLength(100);
  });

  it("refuses more than 4 MB", async () => {
    const large = { S: "x".repeat(390 * 1024) };
    const refusal = await refusalOf(
      transact(Array.from({ length: 11 }, (_, at) => put(`large-${at}`, { large }))),
    );
    expect(refusal.name).toBe("ValidationException");
    expect(await read("large-0")).toBeUndefined();
  });

  it("refuses a table that does not exist, an empty key and an entry without a single operation", async () => {
    const stray = { ...put("stray").Put, TableName: `${endpoint.table}-none` };
    expect(await refusalOf(transact([{ Put: stray }]))).toBeInstanceOf(ResourceNotFoundException);
    expect(await refusalOf(transact([put("")]))).toMatchObject({
      name: "ValidationException",
      message:
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    });
    expect((await refusalOf(transact([{ ...put("both"), Delete: key("other") }]))).name).toBe(
      "ValidationException",
    );
    expect((await refusalOf(transact([]))).name).toBe("ValidationException");
  });

  it("does a transaction once for a token, and refuses the token for another transaction", async () => {
    const token = `token-${endpoint.table}`;
    const count = (by: string): TransactWriteItem => ({
      Update: {
        ...key("counted"),
        UpdateExpression: "ADD n :by",
        ExpressionAttributeValues: { ":by": { N: by } },
      },
    });
    const first = await transact([count("1")], { ClientRequestToken: token });
    const again = await transact([count("1")], { ClientRequestToken: token });
    expect((await read("counted"))?.["n"]).toEqual({ N: "1" });
    expect(first.ConsumedCapacity?.[0]).toMatchObject({ CapacityUnits: 2, WriteCapacityUnits: 2 });
    expect(again.ConsumedCapacity?.[0]).toMatchObject({ CapacityUnits: 2, ReadCapacityUnits: 2 });
    expect(await refusalOf(transact([count("2")], { ClientRequestToken: token }))).toBeInstanceOf(
      IdempotentParameterMismatchException,
    );
  });

  it("does not remember the token of a cancelled transaction", async () => {
    const token = `again-${endpoint.table}`;
    const entry = put("later", {}, "attribute_not_exists(pk)");
    await transact([put("later")]);
    await refusalOf(transact([entry, put("beside")], { ClientRequestToken: token }));
    await transact([{ Delete: key("later") }]);
    await transact([entry, put("beside")], { ClientRequestToken: token });
    expect(await read("beside")).toBeDefined();
  });

  it("keeps concurrent counters exact", async () => {
    const once = () =>
      transact([
        {
          Update: {
            ...key("left"),
            UpdateExpression: "ADD n :one",
            ExpressionAttributeValues: { ":one": { N: "1" } },
          },
        },
        {
          Update: {
            ...key("right"),
            UpdateExpression: "ADD n :one",
            ExpressionAttributeValues: { ":one": { N: "1" } },
          },
        },
      ]);
    const settled = await Promise.allSettled(Array.from({ length: 40 }, once));
    const done = settled.filter((each) => each.status === "fulfilled").length;
    expect(done).toBeGreaterThan(0);
    expect((await read("left"))?.["n"]).toEqual({ N: String(done) });
    expect((await read("right"))?.["n"]).toEqual({ N: String(done) });
  });
});

describe("TransactGetItems", () => {
  it("reads items in order, with gaps and projections, at twice the price", async () => {
    await endpoint.client.send(
      new PutItemCommand({
        ...put("seen").Put,
        Item: { ...put("seen").Put.Item, a: { S: "1" }, b: { S: "2" } },
      }),
    );
    const { Responses, ConsumedCapacity } = await endpoint.client.send(
      new TransactGetItemsCommand({
        TransactItems: [
          { Get: key("absent") },
          { Get: { ...key("seen"), ProjectionExpression: "#b", ExpressionAttributeNames: { "#b": "b" } } },
        ],
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    expect(Responses).toEqual([{}, { Item: { b: { S: "2" } } }]);
    expect(ConsumedCapacity?.[0]).toMatchObject({ CapacityUnits: 4, ReadCapacityUnits: 4 });
  });

  it("refuses to read an item twice", async () => {
    const twice = new TransactGetItemsCommand({
      TransactItems: [{ Get: key("seen") }, { Get: key("seen") }],
    });
    expect(await refusalOf(endpoint.client.send(twice))).toMatchObject({
      name: "ValidationException",
      message: "Transaction request cannot include multiple operations on one item",
    });
  });
});
