import { PutItemCommand, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { AttributeValue, QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { useEndpoint } from "./support/endpoint.ts";
import { refusalOf } from "./support/refusal.ts";

const endpoint = useEndpoint();
const sorts = ["a", "aa", "ab", "b", "ba", "ç"];
const ranks = ["-100", "-1.5", "-1.25", "0", "0.001", "2", "10"];

const put = (pk: string, sk: string, attributes: Record<string, AttributeValue> = {}) =>
  endpoint.client.send(
    new PutItemCommand({ TableName: endpoint.table, Item: { pk: { S: pk }, sk: { S: sk }, ...attributes } }),
  );

const ask = (input: Partial<QueryCommandInput>) =>
  endpoint.client.send(new QueryCommand({ TableName: endpoint.table, ...input }));

const inPartition = (
  condition = "",
  values: Record<string, string> = {},
  more: Partial<QueryCommandInput> = {},
) =>
  ask({
    KeyConditionExpression: `pk = :pk${condition === "" ? "" : ` AND ${condition}`}`,
    ExpressionAttributeValues: {
      ":pk": { S: "sorted" },
      ...Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }])),
    },
    ConsistentRead: true,
    ...more,
  });

beforeAll(async () => {
  await Promise.all([
    ...[...sorts]
      .reverse()
      .map((sk, at) => put("sorted", sk, { at: { N: String(at) }, title: { S: `title ${sk}` } })),
    ...ranks.map((rank) =>
      put("ranked", `r${rank}`, { owner: { S: "ana" }, rank: { N: rank }, title: { S: "t" } }),
    ),
    put("ranked", "unowned", { rank: { N: "10" }, title: { S: "other" } }),
    put("sorte", "d", {}),
  ]);
});

const keysOf = (items: Record<string, AttributeValue>[] | undefined) => items?.map((item) => item["sk"]?.S);

describe("Query on the table", () => {
  it.each<[string, Record<string, string>, string[]]>([
    ["", {}, sorts],
    ["sk = :a", { ":a": "aa" }, ["aa"]],
    ["sk < :a", { ":a": "ab" }, ["a", "aa"]],
    ["sk <= :a", { ":a": "ab" }, ["a", "aa", "ab"]],
    ["sk > :a", { ":a": "ab" }, ["b", "ba", "ç"]],
    ["sk >= :a", { ":a": "ab" }, ["ab", "b", "ba", "ç"]],
    ["sk BETWEEN :a AND :b", { ":a": "aa", ":b": "b" }, ["aa", "ab", "b"]],
    ["begins_with(sk, :a)", { ":a": "a" }, ["a", "aa", "ab"]],
    [":a < sk", { ":a": "b" }, ["ba", "ç"]],
  ])("finds %s", async (condition, values, found) => {
    expect(keysOf((await inPartition(condition, values)).Items)).toEqual(found);
    const backwards = await inPartition(condition, values, { ScanIndexForward: false });
    expect(keysOf(backwards.Items)).toEqual([...found].reverse());
  });

  it.each([true, false])("goes through pages (forward: %s)", async (ScanIndexForward) => {
    const found: (string | undefined)[] = [];
    let from: Record<string, AttributeValue> | undefined;
    let pages = 0;
    do {
      const page = await inPartition(
        "",
        {},
        {
          Limit: 2,
          ScanIndexForward,
          ...(from ? { ExclusiveStartKey: from } : {}),
        },
      );
      found.push(...(keysOf(page.Items) ?? []));
      from = page.LastEvaluatedKey;
      pages += 1;
    } while (from);
    expect(found).toEqual(ScanIndexForward ? sorts : [...sorts].reverse());
    expect(pages).toBe(4);
  });

  it("ends a page at one megabyte", async () => {
    const large = { S: "x".repeat(300_000) };
    await Promise.all(Array.from({ length: 5 }, (_, at) => put("large", String(at), { large })));
    const page = await ask({
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "large" } },
    });
    expect(page.Count).toBeLessThan(5);
    expect(page.LastEvaluatedKey).toEqual({ pk: { S: "large" }, sk: { S: String((page.Count ?? 0) - 1) } });
  });

  it("filters after the limit, counts both, and projects", async () => {
    const page = await inPartition(
      "",
      {},
      {
        Limit: 3,
        FilterExpression: "#at <> :five",
        ProjectionExpression: "sk",
        ExpressionAttributeNames: { "#at": "at" },
        ExpressionAttributeValues: { ":pk": { S: "sorted" }, ":five": { N: "5" } },
      },
    );
    expect(page).toMatchObject({
      Count: 2,
      ScannedCount: 3,
      Items: [{ sk: { S: "aa" } }, { sk: { S: "ab" } }],
    });
    expect((await inPartition("", {}, { Select: "COUNT" })).Count).toBe(sorts.length);
  });
});

describe("Query on an index", () => {
  const owned = (more: Partial<QueryCommandInput> = {}) =>
    ask({
      IndexName: "byOwner",
      KeyConditionExpression: "#owner = :owner",
      ExpressionAttributeNames: { "#owner": "owner" },
      ExpressionAttributeValues: { ":owner": { S: "ana" } },
      ...more,
    });

  it("sorts numbers as numbers and holds only keys and items that have them", async () => {
    await vi.waitFor(async () => expect((await owned()).Count).toBe(ranks.length), { timeout: 10_000 });
    const { Items } = await owned();
    expect(Items?.map((item) => item["rank"]?.N)).toEqual(ranks);
    expect(Object.keys(Items?.[0] ?? {}).sort()).toEqual(["owner", "pk", "rank", "sk"]);
  });

  it("pages by index key and primary key together", async () => {
    const byRank = { IndexName: "byRank", KeyConditionExpression: "#rank = :ten", Limit: 1 };
    const named = {
      ExpressionAttributeNames: { "#rank": "rank" },
      ExpressionAttributeValues: { ":ten": { N: "10" } },
    };
    const seen = await vi.waitFor(
      async () => {
        const first = await ask({ ...byRank, ...named });
        const second = await ask({ ...byRank, ...named, ExclusiveStartKey: first.LastEvaluatedKey });
        expect([first.Count, second.Count]).toEqual([1, 1]);
        return [...(first.Items ?? []), ...(second.Items ?? [])];
      },
      { timeout: 10_000 },
    );
    expect(new Set(keysOf(seen))).toEqual(new Set(["r10", "unowned"]));
    expect(new Set(seen.map((item) => item["title"]?.S))).toEqual(new Set(["other", "t"]));
  });

  it("refuses consistent reads, attributes it does not hold and unknown indexes", async () => {
    for (const [more, message] of [
      [{ ConsistentRead: true }, "Consistent reads are not supported on global secondary indexes"],
      [{ ProjectionExpression: "title" }, "does not project [title]"],
      [{ Select: "ALL_ATTRIBUTES" }, "Select type ALL_ATTRIBUTES is not supported"],
      [{ IndexName: "none" }, "The table does not have the specified index: none"],
    ] as const) {
      const refusal = await refusalOf(owned(more));
      expect(refusal.name).toBe("ValidationException");
      expect(refusal.message).toContain(message);
    }
  });
});

describe("what Query refuses", () => {
  const values = { ":pk": { S: "sorted" }, ":v": { S: "v" } };
  it.each<[Partial<QueryCommandInput>, string]>([
    [
      { KeyConditionExpression: "sk = :v", ExpressionAttributeValues: { ":v": { S: "v" } } },
      "missed key schema element",
    ],
    [
      { KeyConditionExpression: "pk < :pk", ExpressionAttributeValues: { ":pk": { S: "x" } } },
      "Query key condition not supported",
    ],
    [
      { KeyConditionExpression: "pk = :pk AND title = :v", ExpressionAttributeValues: values },
      "missed key schema element: sk",
    ],
    [
      { KeyConditionExpression: "pk = :pk OR sk = :v", ExpressionAttributeValues: values },
      "Invalid operator used in KeyConditionExpression: OR",
    ],
    [
      { KeyConditionExpression: "pk = :pk", FilterExpression: "sk = :v", ExpressionAttributeValues: values },
      "Filter Expression can only contain non-primary key attributes",
    ],
    [
      { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": { N: "1" } } },
      "Condition parameter type does not match schema type",
    ],
  ])("refuses %j", async (input, message) => {
    const refusal = await refusalOf(ask(input));
    expect(refusal.name).toBe("ValidationException");
    expect(refusal.message).toContain(message);
  });
});

describe("Scan", () => {
  it("reads everything page by page", async () => {
    const found = new Set<string>();
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page = await endpoint.client.send(
        new ScanCommand({
          TableName: endpoint.table,
          Limit: 5,
          FilterExpression: "attribute_exists(title)",
          ConsistentRead: true,
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      for (const item of page.Items ?? []) found.add(`${item["pk"]?.S}/${item["sk"]?.S}`);
      from = page.LastEvaluatedKey;
    } while (from);
    expect(found.size).toBe(sorts.length + ranks.length + 1);
  });
});
