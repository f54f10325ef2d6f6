import { describe, expect, test } from "vitest";
import type { DynamoDBRecord } from "aws-lambda";
import { StoreBusy } from "../../../shared/ports/store.ts";
import type { StreamChange } from "../../../functions/middleware/stream-consumer.ts";
import { createStreamConsumer } from "../../../functions/middleware/stream-consumer.ts";
import { keepingLog } from "./fixtures.ts";

const record = (number: number, changes: Partial<DynamoDBRecord> = {}): DynamoDBRecord => ({
  eventID: `e${number}`,
  eventName: "INSERT",
  dynamodb: {
    Keys: { pk: { S: `TICKET#${number}` }, sk: { S: "HEAD" } },
    NewImage: { pk: { S: `TICKET#${number}` }, sk: { S: "HEAD" }, text: { S: "s3cr3t" } },
    SequenceNumber: `${100 + number}`,
  },
  ...changes,
});

function bench(failure: (ids: readonly string[]) => unknown = () => undefined, brokenLetters = false) {
  const log = keepingLog();
  const calls: string[][] = [];
  const seen: StreamChange[] = [];
  const letters: { id: string; group: string; body: string; reason: string }[] = [];
  const consumer = createStreamConsumer({
    handle: async (changes) => {
      const ids = changes.map((it) => it.id);
      calls.push(ids);
      seen.push(...changes);
      const error = failure(ids);
      if (error !== undefined) throw error;
    },
    deadLetters: {
      send: async (letter) => {
        if (brokenLetters) throw new Error("cut");
        letters.push(letter);
      },
    },
    log,
  });
  return {
    consume: async (...records: DynamoDBRecord[]) =>
      (await consumer({ Records: records })).batchItemFailures.map((it) => it.itemIdentifier),
    calls,
    seen,
    letters,
    log,
  };
}

describe("what the handler is told", () => {
  const key = { pk: "QUEUE#q", sk: "WAIT#1" };
  const image = (load: number) => ({
    pk: { S: key.pk },
    sk: { S: key.sk },
    load: { N: `${load}` },
    gone: { NULL: true },
    presence: { M: { c: { M: { ids: { L: [{ S: "a" }, { BOOL: true }] } } } } },
  });
  const item = (load: number) => ({ ...key, load, gone: null, presence: { c: { ids: ["a", true] } } });
  const Keys = { pk: { S: key.pk }, sk: { S: key.sk } };

  test.each<[NonNullable<DynamoDBRecord["eventName"]>, object, object]>([
    ["INSERT", { NewImage: image(1) }, { kind: "inserted", new: item(1) }],
    ["MODIFY", { OldImage: image(1), NewImage: image(2) }, { kind: "modified", old: item(1), new: item(2) }],
    ["REMOVE", { OldImage: image(2) }, { kind: "removed", old: item(2) }],
  ])("%s", async (eventName, images, change) => {
    const { consume, seen } = bench();
    await consume(record(1, { eventName, dynamodb: { Keys, SequenceNumber: "1", ...images } }));
    expect(seen).toEqual([{ id: "e1", key, ...change }]);
  });

  test("a whole batch at once, in order", async () => {
    const { consume, calls } = bench();
    await expect(consume(record(1), record(2), record(3))).resolves.toEqual([]);
    expect(calls).toEqual([["e1", "e2", "e3"]]);
  });
});

describe("failures", () => {
  test("one that may mend has the whole batch told again", async () => {
    const { consume, calls, letters } = bench(() => new StoreBusy());
    await expect(consume(record(1), record(2))).resolves.toEqual(["101"]);
    expect(calls).toHaveLength(1);
    expect(letters).toEqual([]);
  });

  test("one that cannot be mended is found, set aside by its keys, and the others are handled in order", async () => {
    const { consume, calls, letters, log } = bench((ids) =>
      ids.includes("e2") ? new TypeError("s3cr3t") : undefined,
    );
    await expect(consume(record(1), record(2), record(3))).resolves.toEqual([]);
    expect(calls).toEqual([["e1", "e2", "e3"], ["e1"], ["e2"], ["e3"]]);
    expect(letters).toEqual([
      {
        id: "e2",
        group: "TICKET#2",
        body: '{"id":"e2","eventName":"INSERT","keys":{"pk":{"S":"TICKET#2"},"sk":{"S":"HEAD"}}}',
        reason: "TypeError",
      },
    ]);
    expect(log.lines).toMatchObject([{ level: "error", message: "change set aside", ids: { event: "e2" } }]);
  });

  test("a failure that may mend after it is where the service begins again", async () => {
    const { consume, calls, letters } = bench((ids) =>
      ids.includes("e1") ? new TypeError("x") : ids.includes("e3") ? new StoreBusy() : undefined,
    );
    await expect(consume(record(1), record(2), record(3), record(4))).resolves.toEqual(["103"]);
    expect(calls.slice(1)).toEqual([["e1"], ["e2"], ["e3"]]);
    expect(letters.map((letter) => letter.id)).toEqual(["e1"]);
  });

  test("what cannot be set aside is where the service begins again", async () => {
    const { consume } = bench((ids) => (ids.includes("e2") ? new TypeError("x") : undefined), true);
    await expect(consume(record(1), record(2), record(3))).resolves.toEqual(["102"]);
  });

  test.each<[string, Partial<DynamoDBRecord>]>([
    ["without images", { dynamodb: { Keys: { pk: { S: "a" } }, SequenceNumber: "102" } }],
    [
      "with an attribute the store never writes",
      { dynamodb: { NewImage: { pk: { S: "a" }, sk: { S: "b" }, c: { SS: ["x"] } }, SequenceNumber: "102" } },
    ],
  ])("a record %s is set aside", async (_, changes) => {
    const { consume, letters } = bench();
    await expect(consume(record(1), record(2, changes))).resolves.toEqual([]);
    expect(letters).toMatchObject([{ id: "e2", reason: "TypeError" }]);
  });
});
