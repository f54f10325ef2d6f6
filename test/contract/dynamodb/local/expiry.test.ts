import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, openEngine } from "../support/place.ts";
import { tableResource } from "../support/resource.ts";

// Expiry at AWS takes days, so these run on the engine's own clock and not against an endpoint.

const DAY = 24 * 60 * 60 * 1000;
let opened: Awaited<ReturnType<typeof openEngine>>;

beforeEach(async () => {
  opened = await openEngine();
  opened.engine.provision([tableResource()]);
});
afterEach(async () => {
  await opened.engine.close();
  expect(opened.logged).toEqual([]);
});

const put = (pk: string, attributes: object = {}) =>
  call(opened.engine, "PutItem", {
    TableName: "things",
    Item: { pk: { S: pk }, sk: { S: "-" }, ...attributes },
  });
const inSeconds = (seconds: number) => ({
  ttl: { N: String(Math.floor(opened.clock.now() / 1000) + seconds) },
});
const names = async () => {
  const { body } = await call(opened.engine, "Scan", { TableName: "things" });
  return (body["Items"] as { pk: { S: string } }[]).map((item) => item.pk.S).sort();
};

describe("expiry", () => {
  it("deletes what expired, with its index entry and a record that says who did it", async () => {
    await put("soon", { ...inSeconds(60), owner: { S: "ana" }, rank: { N: "1" } });
    await put("later", inSeconds(600));
    await put("worded", { ttl: { S: "1" } });
    await put("ancient", { ttl: { N: "1000" } });
    await put("plain");
    expect(await opened.engine.sweepExpired()).toBe(0);
    const stream = opened.engine.streamOf("things");
    const { lastSequence } = await stream.read("LATEST", 10);
    opened.clock.advance(61_000);
    await opened.engine.sweepExpired();
    expect(await names()).toEqual(["ancient", "later", "plain", "worded"]);
    const { records } = await stream.read(lastSequence, 10);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      eventName: "REMOVE",
      userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
      dynamodb: { Keys: { pk: { S: "soon" } }, OldImage: { owner: { S: "ana" } } },
    });
    const { body } = await call(opened.engine, "Scan", { TableName: "things", IndexName: "byOwner" });
    expect(body["Count"]).toBe(0);
  });

  it("follows the attribute when it changes", async () => {
    await put("kept", inSeconds(10));
    await put("kept", inSeconds(1_000));
    await put("freed", inSeconds(10));
    await put("freed");
    opened.clock.advance(20_000);
    expect(await opened.engine.sweepExpired()).toBe(0);
    expect(await names()).toEqual(["freed", "kept"]);
  });

  it("sweeps by itself as the clock goes on", async () => {
    for (let at = 0; at < 250; at += 1) await put(`item-${at}`, inSeconds(30));
    const emptied = new Promise<void>((resolve) => {
      let left = 250;
      opened.engine.streamOf("things").onAppend(() => {
        left -= 1;
        if (left === 0) resolve();
      });
    });
    opened.clock.advance(120_000);
    await emptied;
    expect(await names()).toEqual([]);
  });

  it("forgets stream records after a day, and iterators after a quarter of an hour", async () => {
    await put("old");
    const stream = opened.engine.streamOf("things");
    const { body: iterator } = await call(opened.engine, "GetShardIterator", {
      StreamArn: stream.arn,
      ShardId: "shardId-00000001700000000000-00000001",
      ShardIteratorType: "TRIM_HORIZON",
    });
    const first = (await stream.read("TRIM_HORIZON", 10)).records[0]?.dynamodb?.SequenceNumber;
    opened.clock.advance(DAY + 1_000);
    await put("young");
    expect(
      (await stream.read("TRIM_HORIZON", 10)).records.map(({ dynamodb }) => dynamodb?.Keys?.["pk"]?.S),
    ).toEqual(["young"]);
    const expired = await call(opened.engine, "GetRecords", iterator);
    expect(expired.reply.headers["x-amzn-errortype"]).toBe("ExpiredIteratorException");
    const trimmed = await call(opened.engine, "GetShardIterator", {
      StreamArn: stream.arn,
      ShardId: "shardId-00000001700000000000-00000001",
      ShardIteratorType: "AT_SEQUENCE_NUMBER",
      SequenceNumber: first,
    });
    expect(trimmed.reply.headers["x-amzn-errortype"]).toBe("TrimmedDataAccessException");
  });

  it("lets a token go after ten minutes", async () => {
    const add = () =>
      call(opened.engine, "TransactWriteItems", {
        ClientRequestToken: "once",
        TransactItems: [
          {
            Update: {
              TableName: "things",
              Key: { pk: { S: "counted" }, sk: { S: "-" } },
              UpdateExpression: "ADD n :one",
              ExpressionAttributeValues: { ":one": { N: "1" } },
            },
          },
        ],
      });
    await add();
    opened.clock.advance(9 * 60_000);
    await add();
    opened.clock.advance(2 * 60_000);
    await add();
    const { body } = await call(opened.engine, "GetItem", {
      TableName: "things",
      Key: { pk: { S: "counted" }, sk: { S: "-" } },
    });
    expect(body["Item"]).toMatchObject({ n: { N: "2" } });
  });
});
