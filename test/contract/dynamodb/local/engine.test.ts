import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDecimals, compareDecimals } from "../../../../local/aws/engines/dynamodb/decimal.ts";
import { call, openEngine } from "../support/place.ts";
import { streamArn, tableResource } from "../support/resource.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "dynamodb-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const item = (pk: string, attributes: object = {}) => ({
  TableName: "things",
  Item: { pk: { S: pk }, sk: { S: "-" }, ...attributes },
});

describe("the engine", () => {
  it("tells what every call consumed, also when nobody asked and when it refuses", async () => {
    const { engine } = await openEngine();
    engine.provision([tableResource()]);
    const usage = async (operation: string, body: object) =>
      (await call(engine, operation, body)).reply.usage;
    expect(await usage("PutItem", item("a", { owner: { S: "x" }, rank: { N: "1" } }))).toEqual({
      readUnits: 0,
      writeUnits: 2,
    });
    await call(engine, "PutItem", item("big", { prose: { S: "x".repeat(2500) } }));
    const guarded = { ...item("big"), ConditionExpression: "attribute_not_exists(pk)" };
    expect(await usage("PutItem", guarded)).toEqual({ readUnits: 0, writeUnits: 3 });
    const { TableName, ...put } = guarded;
    const transaction = { TransactItems: [{ Put: { TableName, ...put } }, { Put: item("other") }] };
    expect(await usage("TransactWriteItems", transaction)).toEqual({ readUnits: 0, writeUnits: 8 });
    const get = { TableName: "things", Key: { pk: { S: "big" }, sk: { S: "-" } } };
    expect(await usage("GetItem", get)).toEqual({ readUnits: 0.5, writeUnits: 0 });
    expect(await usage("GetItem", { ...get, Key: {} })).toEqual({ readUnits: 0, writeUnits: 0 });
    await engine.close();
  });

  it("refuses what it does not know, as the service would", async () => {
    const { engine } = await openEngine();
    engine.provision([tableResource()]);
    for (const [operation, body] of [
      ["ExecuteStatement", {}],
      ["CreateBackup", {}],
      ["Scan", { TableName: "things", Segment: 0, TotalSegments: 2 }],
    ] as const) {
      const { reply } = await call(engine, operation, body);
      expect(reply).toMatchObject({
        status: 400,
        headers: { "x-amzn-errortype": "UnknownOperationException" },
      });
    }
    for (const body of [
      { ...item("a"), Expected: {} },
      item("a", { hole: null }),
      item("a", { list: { L: [null] } }),
      { TableName: "things" },
    ]) {
      const { reply } = await call(engine, "PutItem", body);
      expect(reply).toMatchObject({ status: 400, headers: { "x-amzn-errortype": "ValidationException" } });
    }
    await engine.close();
  });

  it("keeps tables, items, records and tokens over a restart", async () => {
    const transaction = {
      ClientRequestToken: "kept",
      TransactItems: [{ Put: item("a", { owner: { S: "x" }, rank: { N: "1" } }) }],
    };
    const first = await openEngine({ dataDir });
    first.engine.provision([tableResource()]);
    await call(first.engine, "TransactWriteItems", transaction);
    await first.engine.close();

    const second = await openEngine({ dataDir });
    second.engine.provision([tableResource()]);
    const { body } = await call(second.engine, "TransactWriteItems", transaction);
    expect(body).toEqual({});
    const stream = second.engine.streamOf("things");
    const before = await stream.read("TRIM_HORIZON", 10);
    expect(before.records).toHaveLength(1);
    await call(second.engine, "PutItem", item("b"));
    const { records } = await stream.read(before.lastSequence, 10);
    expect(records.map(({ dynamodb }) => dynamodb?.Keys?.["pk"]?.S)).toEqual(["b"]);
    await second.engine.close();
  });

  it("fills an index that is new in the template, and drops one that is gone", async () => {
    const first = await openEngine({ dataDir });
    first.engine.provision([tableResource({ GlobalSecondaryIndexes: [] })]);
    await call(first.engine, "PutItem", item("a", { owner: { S: "x" }, rank: { N: "1" } }));
    first.engine.provision([tableResource()]);
    const found = await call(first.engine, "Scan", { TableName: "things", IndexName: "byOwner" });
    expect(found.body["Count"]).toBe(1);
    first.engine.provision([tableResource({ GlobalSecondaryIndexes: undefined })]);
    const gone = await call(first.engine, "Scan", { TableName: "things", IndexName: "byOwner" });
    expect(gone.reply.headers["x-amzn-errortype"]).toBe("ValidationException");
    await first.engine.close();
  });

  it("does not open stored tables under another key, nor data that is in use", async () => {
    const { engine } = await openEngine({ dataDir });
    engine.provision([tableResource()]);
    const other = tableResource({ KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }] });
    expect(() => engine.provision([other])).toThrow("another key");
    expect(() => engine.provision([tableResource({ LocalSecondaryIndexes: [{}] })])).toThrow(
      "local secondary",
    );
    await expect(openEngine({ dataDir })).rejects.toThrow("locked");
    await engine.close();
  });
});

describe("a stream reader", () => {
  it("reads in pieces, from either end, in the shape functions receive", async () => {
    const { engine, logged } = await openEngine();
    engine.provision([tableResource()]);
    const stream = engine.streamOf("things");
    const told: number[] = [];
    const stop = stream.onAppend(() => told.push(told.length));
    stream.onAppend(() => {
      throw new Error("a careless listener");
    });
    const { lastSequence: start } = await stream.read("LATEST", 10);
    for (const pk of ["a", "b", "c"]) await call(engine, "PutItem", item(pk));
    await call(engine, "PutItem", item("c"));
    stop();
    await call(engine, "PutItem", item("d"));
    expect(told).toEqual([0, 1, 2]);
    expect(logged).toHaveLength(4);
    const one = await stream.read("TRIM_HORIZON", 2);
    const two = await stream.read(one.lastSequence, 10);
    const three = await stream.read(two.lastSequence, 10);
    const pks = (page: typeof one) => page.records.map(({ dynamodb }) => dynamodb?.Keys?.["pk"]?.S);
    expect([pks(one), pks(two), pks(three)]).toEqual([["a", "b"], ["c", "d"], []]);
    expect(three.lastSequence).toBe(two.lastSequence);
    expect(pks(await stream.read(start, 10))).toEqual(["a", "b", "c", "d"]);
    expect(one.records[0]).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "eu-central-1",
      eventSourceARN: streamArn,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: "a" }, sk: { S: "-" } },
        NewImage: { pk: { S: "a" }, sk: { S: "-" } },
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: 12,
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
    });
    expect(() => engine.streamOf("none")).toThrow("no stream");
    await engine.close();
  });

  it.each([
    ["KEYS_ONLY", false, false],
    ["NEW_IMAGE", true, false],
    ["OLD_IMAGE", false, true],
  ])("shows what %s shows", async (StreamViewType, young, old) => {
    const { engine } = await openEngine();
    engine.provision([tableResource({ StreamSpecification: { StreamViewType } })]);
    await call(engine, "PutItem", item("a"));
    await call(engine, "PutItem", item("a", { v: { S: "1" } }));
    const change = (await engine.streamOf("things").read("TRIM_HORIZON", 10)).records[1]?.dynamodb;
    expect([change?.NewImage !== undefined, change?.OldImage !== undefined]).toEqual([young, old]);
    await engine.close();
  });
});

describe("numbers", () => {
  const integer = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });

  it("adds and compares as integers of the same scale do", () => {
    const text = (value: bigint) => {
      const digits = (value < 0n ? -value : value).toString().padStart(6, "0");
      const fraction = digits.slice(-5).replace(/0+$/, "");
      return (value < 0n ? "-" : "") + digits.slice(0, -5) + (fraction ? `.${fraction}` : "");
    };
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        expect(addDecimals(text(a), text(b), 1)).toBe(text(a + b));
        expect(addDecimals(text(a), text(b), -1)).toBe(text(a - b));
        expect(Math.sign(compareDecimals(text(a), text(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it("sorts an index's numbers as numbers, whatever their size", async () => {
    const { engine } = await openEngine();
    engine.provision([tableResource()]);
    const numbers = fc.uniqueArray(fc.tuple(integer, fc.integer({ min: -20, max: 20 })), {
      maxLength: 12,
      selector: ([mantissa, exponent]) => Number(`${mantissa}e${exponent}`),
    });
    let partition = 0;
    await fc.assert(
      fc.asyncProperty(numbers, async (pairs) => {
        const owner = `owner-${(partition += 1)}`;
        const values = pairs.map(([mantissa, exponent]) => `${mantissa}e${exponent}`);
        for (const rank of values)
          await call(engine, "PutItem", item(`${owner}/${rank}`, { owner: { S: owner }, rank: { N: rank } }));
        const { body } = await call(engine, "Query", {
          TableName: "things",
          IndexName: "byOwner",
          KeyConditionExpression: "#o = :o",
          ExpressionAttributeNames: { "#o": "owner" },
          ExpressionAttributeValues: { ":o": { S: owner } },
        });
        const found = (body["Items"] as { rank: { N: string } }[]).map(({ rank }) => Number(rank.N));
        expect(found).toEqual(values.map(Number).sort((a, b) => a - b));
      }),
      { numRuns: 30 },
    );
    await engine.close();
  });
});
