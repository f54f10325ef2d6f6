import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  ResourceNotFoundException,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { AttributeValue, UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { useEndpoint } from "./support/endpoint.ts";
import { refusalOf } from "./support/refusal.ts";

const endpoint = useEndpoint();
type Attributes = Record<string, AttributeValue>;

const keyOf = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });
const key = (pk: string) => ({ TableName: endpoint.table, Key: keyOf(pk) });
const put = (pk: string, attributes: Attributes = {}, more: object = {}) =>
  endpoint.client.send(
    new PutItemCommand({ TableName: endpoint.table, Item: { ...keyOf(pk), ...attributes }, ...more }),
  );
const update = (
  pk: string,
  UpdateExpression: string,
  values?: Attributes,
  more: Partial<UpdateItemCommandInput> = {},
) =>
  endpoint.client.send(
    new UpdateItemCommand({
      ...key(pk),
      UpdateExpression,
      ...(values ? { ExpressionAttributeValues: values } : {}),
      ...more,
    }),
  );
const read = async (pk: string): Promise<Attributes | undefined> => {
  const { Item } = await endpoint.client.send(new GetItemCommand({ ...key(pk), ConsistentRead: true }));
  if (!Item) return undefined;
  const { pk: _, sk: __, ...attributes } = Item;
  return attributes;
};

describe("single items", () => {
  it("keeps every type of value", async () => {
    const attributes: Attributes = {
      s: { S: "" },
      n: { N: "-12.5" },
      b: { B: new Uint8Array([0, 255]) },
      yes: { BOOL: true },
      none: { NULL: true },
      ss: { SS: ["a", "b"] },
      ns: { NS: ["1", "2"] },
      list: { L: [{ S: "x" }, { M: { deep: { N: "1" } } }] },
    };
    await put("types", attributes);
    expect(await read("types")).toEqual(attributes);
  });

  it("brings numbers to one spelling", async () => {
    await put("numbers", { n: { N: "001.500" }, big: { N: "1e3" } });
    expect(await read("numbers")).toEqual({ n: { N: "1.5" }, big: { N: "1000" } });
  });

  it("reads the part a projection names", async () => {
    await put("part", { a: { S: "1" }, m: { M: { x: { S: "2" }, y: { S: "3" } } } });
    const get = new GetItemCommand({
      ...key("part"),
      ProjectionExpression: "a, m.#x",
      ExpressionAttributeNames: { "#x": "x" },
    });
    expect((await endpoint.client.send(get)).Item).toEqual({ a: { S: "1" }, m: { M: { x: { S: "2" } } } });
  });

  it("gives back what a put or delete replaced", async () => {
    await put("replaced", { v: { S: "1" } });
    expect((await put("replaced", { v: { S: "2" } }, { ReturnValues: "ALL_OLD" })).Attributes?.["v"]).toEqual(
      { S: "1" },
    );
    const removal = new DeleteItemCommand({ ...key("replaced"), ReturnValues: "ALL_OLD" });
    expect((await endpoint.client.send(removal)).Attributes?.["v"]).toEqual({ S: "2" });
    expect(await read("replaced")).toBeUndefined();
  });
});

describe("conditions", () => {
  it("refuses a write whose condition fails, with the item when asked for", async () => {
    await put("held", { v: { S: "old" } });
    const condition = { ConditionExpression: "attribute_not_exists(pk)" };
    const silent = await refusalOf(put("held", { v: { S: "new" } }, condition));
    expect(silent).toBeInstanceOf(ConditionalCheckFailedException);
    expect(silent).toMatchObject({ message: "The conditional request failed", Item: undefined });
    const told = { ...condition, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };
    for (const call of [
      put("held", {}, told),
      update("held", "REMOVE v", undefined, told),
      endpoint.client.send(new DeleteItemCommand({ ...key("held"), ...told })),
    ])
      expect(await refusalOf(call)).toMatchObject({ Item: { ...keyOf("held"), v: { S: "old" } } });
    expect(await read("held")).toEqual({ v: { S: "old" } });
  });

  it.each([
    ["n = :five", true],
    ["n <> :five", false],
    ["nope <> :five", true],
    ["nope = :five", false],
    ["n < :ten AND n >= :five", true],
    ["n BETWEEN :five AND :ten", true],
    ["n IN (:ten, :five)", true],
    ["s > :five", false],
    ["begins_with(s, :he)", true],
    ["contains(s, :he)", true],
    ["contains(tags, :he)", true],
    ["contains(steps, :map)", true],
    ["profile = :map", true],
    ["size(s) = :five", true],
    ["size(steps) < :five", true],
    ["attribute_type(n, :N)", true],
    ["attribute_exists(profile.alpha) AND NOT attribute_exists(profile.omega)", true],
    ["steps[0].alpha = :he OR n = :ten", true],
  ])("evaluates %s", async (ConditionExpression, holds) => {
    await put("judged", {
      n: { N: "5" },
      s: { S: "hello" },
      tags: { SS: ["he", "she"] },
      profile: { M: { alpha: { S: "he" } } },
      steps: { L: [{ M: { alpha: { S: "he" } } }] },
    });
    const all: Attributes = {
      ":five": { N: "5.0" },
      ":ten": { N: "10" },
      ":he": { S: "he" },
      ":N": { S: "N" },
      ":map": { M: { alpha: { S: "he" } } },
    };
    const used = Object.fromEntries(
      Object.entries(all).filter(([name]) => new RegExp(`${name}\\b`).test(ConditionExpression)),
    );
    const check = update(
      "judged",
      "SET seen = if_not_exists(seen, n)",
      Object.keys(used).length > 0 ? used : undefined,
      {
        ConditionExpression,
      },
    );
    if (holds) await check;
    else expect(await refusalOf(check)).toBeInstanceOf(ConditionalCheckFailedException);
  });
});

describe("updates", () => {
  it("reads every operand from the item as it was", async () => {
    await put("swap", { a: { N: "1" }, b: { N: "2" } });
    await update("swap", "SET a = b, b = a");
    expect(await read("swap")).toEqual({ a: { N: "2" }, b: { N: "1" } });
  });

  it("calculates exactly", async () => {
    await update("sums", "SET a = :a + :b, c = :c - :d ADD n :a", {
      ":a": { N: "0.1" },
      ":b": { N: "0.2" },
      ":c": { N: "10000000000000000000000000001" },
      ":d": { N: "1" },
    });
    expect(await read("sums")).toEqual({
      a: { N: "0.3" },
      c: { N: "10000000000000000000000000000" },
      n: { N: "0.1" },
    });
  });

  it("changes lists, maps and sets", async () => {
    await put("deep", {
      steps: { L: [{ S: "a" }, { S: "b" }, { S: "c" }] },
      book: { M: { x: { S: "1" }, y: { S: "2" } } },
      set: { SS: ["a", "b"] },
      gone: { SS: ["z"] },
    });
    await update(
      "deep",
      "SET book.z = :v, joined = list_append(steps, :more), steps[9] = :v REMOVE steps[0], steps[1], book.x ADD #set :add DELETE gone :z",
      { ":v": { S: "v" }, ":more": { L: [{ S: "d" }] }, ":add": { SS: ["c", "a"] }, ":z": { SS: ["z"] } },
      { ExpressionAttributeNames: { "#set": "set" } },
    );
    const item = await read("deep");
    expect(item?.["steps"]).toEqual({ L: [{ S: "c" }, { S: "v" }] });
    expect(item?.["book"]).toEqual({ M: { y: { S: "2" }, z: { S: "v" } } });
    expect(item?.["joined"]?.L?.map((each) => each.S)).toEqual(["a", "b", "c", "d"]);
    expect(new Set(item?.["set"]?.SS)).toEqual(new Set(["a", "b", "c"]));
    expect(item).not.toHaveProperty("gone");
  });

  it("makes the item when there is none, and gives back what was asked for", async () => {
    const one = { ":one": { N: "1" } };
    const made = await update("made", "SET n = if_not_exists(n, :one)", one, { ReturnValues: "ALL_NEW" });
    expect(made.Attributes).toEqual({ ...keyOf("made"), n: { N: "1" } });
    const next = await update("made", "ADD n :one", one, { ReturnValues: "UPDATED_NEW" });
    expect(next.Attributes).toEqual({ n: { N: "2" } });
    const old = await update("made", "ADD n :one", one, { ReturnValues: "UPDATED_OLD" });
    expect(old.Attributes).toEqual({ n: { N: "2" } });
  });

  it.each([
    ["SET a = nope", "The provided expression refers to an attribute that does not exist in the item"],
    ["SET nowhere.b = s", "The document path provided in the update expression is invalid for update"],
    ["SET a = s + s", "An operand in the update expression has an incorrect data type"],
    [
      "SET pk = s",
      "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
    ],
    ["SET a = s, a.b = s", /^Invalid UpdateExpression: Two document paths overlap/],
    [
      "SET a = s SET b = s",
      'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
    ],
    [
      "SET #rank = s",
      /Type mismatch for Index Key rank Expected: N Actual: S IndexName|secondary index key to unsupported type/,
    ],
  ])("refuses %s", async (expression, message) => {
    await put("steady", { s: { S: "text" } });
    const refusal = await refusalOf(
      update("steady", expression, undefined, {
        ExpressionAttributeNames: expression.includes("#rank") ? { "#rank": "rank" } : undefined,
      }),
    );
    expect(refusal.name).toBe("ValidationException");
    expect(refusal.message).toMatch(message);
    expect(await read("steady")).toEqual({ s: { S: "text" } });
  });
});

describe("what is refused", () => {
  const invalid = async (call: Promise<unknown>, message: string | RegExp) => {
    const refusal = await refusalOf(call);
    expect(refusal.name).toBe("ValidationException");
    expect(refusal.message).toMatch(message);
  };

  it("refuses empty keys, also of indexes", async () => {
    await invalid(put(""), "cannot contain an empty string value. Key: pk");
    await invalid(
      endpoint.client.send(new GetItemCommand(key(""))),
      "cannot contain an empty string value. Key: pk",
    );
    await invalid(put("x", { owner: { S: "" }, rank: { N: "1" } }), "IndexName: byOwner, IndexKey: owner");
  });

  it("refuses keys that are not the table's", async () => {
    const lonely = new GetItemCommand({ TableName: endpoint.table, Key: { pk: { S: "x" } } });
    await invalid(endpoint.client.send(lonely), "The provided key element does not match the schema");
    await invalid(put("x", { sk: { N: "1" } }), "Type mismatch for key sk expected: S actual: N");
    const keyless = new PutItemCommand({ TableName: endpoint.table, Item: { pk: { S: "x" } } });
    await invalid(endpoint.client.send(keyless), "Missing the key sk in the item");
  });

  it("refuses items over 400 KB, counted in bytes of UTF-8", async () => {
    await put("full", { prose: { S: "ã".repeat(204_000) } });
    await invalid(
      put("full", { prose: { S: "ã".repeat(205_000) } }),
      "Item size has exceeded the maximum allowed size",
    );
    await invalid(
      update("full", "SET another = prose"),
      "Item size to update has exceeded the maximum allowed size",
    );
  });

  it("refuses reserved words, and names and values that are unused or undefined", async () => {
    await invalid(
      update("x", "SET status = :s", { ":s": { S: "x" } }),
      "Attribute name is a reserved keyword; reserved keyword: status",
    );
    await invalid(
      update("x", "SET a = :s", { ":s": { S: "x" }, ":t": { S: "y" } }),
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:t}",
    );
    await invalid(
      update("x", "REMOVE a", undefined, { ExpressionAttributeNames: { "#n": "name" } }),
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}",
    );
    await invalid(update("x", "SET a = :s"), "attribute value: :s");
    await invalid(update("x", "SET #n = a"), "attribute name: #n");
    await invalid(update("x", "SET a ="), "Invalid UpdateExpression: Syntax error");
  });

  it("refuses numbers that are none, too long or too large", async () => {
    await invalid(put("x", { n: { N: "one" } }), "The parameter cannot be converted to a numeric value: one");
    await invalid(put("x", { n: { N: "1".repeat(39) } }), "more than 38 significant digits");
    await invalid(put("x", { n: { N: "1e126" } }), "Number overflow");
  });

  it("refuses empty and repeating sets", async () => {
    await invalid(put("x", { ss: { SS: [] } }), /may not be empty/);
    await invalid(put("x", { ss: { SS: ["a", "a"] } }), /contains duplicates/);
  });

  it("refuses a table that does not exist", async () => {
    const stray = new GetItemCommand({ ...key("x"), TableName: `${endpoint.table}-none` });
    expect(await refusalOf(endpoint.client.send(stray))).toBeInstanceOf(ResourceNotFoundException);
  });
});
