import { ConditionFailed, StoreBusy, UnreadableItem } from "../../../shared/ports/store.ts";
import { describe, expect, test } from "vitest";
import { DeskError } from "../../../shared/contracts/errors.ts";
import { RetryLater } from "../../../shared/ports/retry-later.ts";
import type { SQSRecord } from "aws-lambda";
import { createConsumer } from "../../../functions/middleware/work-queue-consumer.ts";
import { keepingLog } from "./fixtures.ts";
import * as z from "zod";

const arn = "arn:aws:sqs:us-east-1:1:work.fifo";

const record = (
  group: string,
  id: string,
  changes: { body?: string; receives?: number } = {},
): SQSRecord => ({
  messageId: id,
  receiptHandle: `receipt-${id}`,
  body: changes.body ?? JSON.stringify({ id }),
  attributes: {
    ApproximateReceiveCount: String(changes.receives ?? 1),
    SentTimestamp: "0",
    SenderId: "x",
    ApproximateFirstReceiveTimestamp: "0",
    MessageGroupId: group,
    MessageDeduplicationId: id,
    SequenceNumber: "1",
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: arn,
  awsRegion: "us-east-1",
});

/** A consumer whose jobs fail as told, and what it did. */
function bench(
  failures: Readonly<Record<string, unknown>> = {},
  broken: { letters?: boolean; visibility?: boolean } = {},
) {
  const log = keepingLog();
  const handled: string[] = [];
  const letters: { id: string; group: string; body: string; reason: string }[] = [];
  const postponed: unknown[] = [];
  let underway = 0;
  let mostUnderway = 0;
  const consumer = createConsumer({
    schema: z.strictObject({ id: z.string() }),
    handle: async ({ id }) => {
      underway += 1;
      mostUnderway = Math.max(mostUnderway, underway);
      await new Promise((resolve) => setImmediate(resolve));
      underway -= 1;
      handled.push(id);
      if (id in failures) throw failures[id];
    },
    deadLetters: {
      send: async (letter) => {
        if (broken.letters === true) throw new Error("cut");
        letters.push(letter);
      },
    },
    maxReceives: 4,
    log,
    visibility: {
      postpone: async (...input) => {
        if (broken.visibility === true) throw new Error("cut");
        postponed.push(input);
      },
    },
  });
  return {
    consume: async (...records: SQSRecord[]) =>
      (await consumer({ Records: records })).batchItemFailures.map((it) => it.itemIdentifier),
    handled,
    letters,
    postponed,
    log,
    mostUnderway: () => mostUnderway,
  };
}

describe("order", () => {
  test("everything handled leaves nothing to retry", async () => {
    const { consume, handled } = bench();
    await expect(consume(record("a", "a1"), record("b", "b1"), record("a", "a2"))).resolves.toEqual([]);
    expect([...handled].sort()).toEqual(["a1", "a2", "b1"]);
  });

  test("groups run side by side, messages of a group one after the other", async () => {
    const { consume, handled, mostUnderway } = bench();
    await consume(
      record("a", "a1"),
      record("a", "a2"),
      record("b", "b1"),
      record("a", "a3"),
      record("b", "b2"),
    );
    expect(mostUnderway()).toBe(2);
    expect(handled.filter((id) => id.startsWith("a"))).toEqual(["a1", "a2", "a3"]);
    expect(handled.filter((id) => id.startsWith("b"))).toEqual(["b1", "b2"]);
  });

  test("after a failure the rest of its group is given back untouched, and other groups go on", async () => {
    const { consume, handled } = bench({ a2: new StoreBusy() });
    const failed = await consume(
      record("a", "a1"),
      record("a", "a2"),
      record("b", "b1"),
      record("a", "a3"),
      record("b", "b2"),
    );
    expect(failed).toEqual(["a2", "a3"]);
    expect([...handled].sort()).toEqual(["a1", "a2", "b1", "b2"]);
  });

  test("a batch that fails whole is reported, not thrown", async () => {
    const { consume } = bench({ a1: new StoreBusy(), b1: new StoreBusy() });
    await expect(consume(record("a", "a1"), record("b", "b1"))).resolves.toEqual(["a1", "b1"]);
  });

  test("one invocation leaves nothing behind for the next", async () => {
    const { consume } = bench({ a1: new StoreBusy() });
    await expect(consume(record("a", "a1"))).resolves.toEqual(["a1"]);
    await expect(consume(record("a", "a2"))).resolves.toEqual([]);
  });
});

describe("failures that may mend", () => {
  test.each<[string, unknown]>([
    ["a busy store", new StoreBusy()],
    ["a lost race", new ConditionFailed(new Map())],
    ["a refusal for contention", new DeskError("BUSY")],
    ["the network", Object.assign(new Error("x"), { code: "ECONNRESET" })],
    ["a service", Object.assign(new Error("x"), { name: "ThrottlingException", $fault: "server" })],
    ["something thrown that is no error", "text"],
  ])("%s: is retried", async (_, error) => {
    const { consume, letters } = bench({ a1: error });
    await expect(consume(record("a", "a1", { receives: 3 }))).resolves.toEqual(["a1"]);
    expect(letters).toEqual([]);
  });

  test.each([4, 5])(
    "received for the %ith time it is set aside with the reason, and its group goes on",
    async (receives) => {
      const { consume, letters, handled } = bench({ a1: new StoreBusy() });
      await expect(consume(record("a", "a1", { receives }), record("a", "a2"))).resolves.toEqual([]);
      expect(letters).toEqual([
        { id: "a1", group: "a", body: '{"id":"a1"}', reason: "StoreBusy the store is busy" },
      ]);
      expect(handled).toEqual(["a1", "a2"]);
    },
  );
});

describe("messages nobody can handle", () => {
  test.each<[string, unknown, string]>([
    ["a refusal", new DeskError("NOT_FOUND", { text: "s3cr3t" }), "DeskError NOT_FOUND Not found."],
    [
      "an unreadable item",
      new UnreadableItem("head", { pk: "TICKET#s3cr3t", sk: "HEAD" }),
      "UnreadableItem head in TICKET",
    ],
    ["a mistake", new TypeError("s3cr3t"), "TypeError"],
  ])("%s: set aside at once, and its group goes on", async (_, error, reason) => {
    const { consume, letters, handled, log } = bench({ a1: error });
    await expect(consume(record("a", "a1"), record("a", "a2"))).resolves.toEqual([]);
    expect(letters.map((letter) => letter.reason)).toEqual([reason]);
    expect(handled).toEqual(["a1", "a2"]);
    expect(log.lines).toMatchObject([
      { level: "error", message: "message set aside", ids: { messageId: "a1", receives: 1 } },
    ]);
  });

  test.each([
    ["no JSON", "s3cr3t", "SyntaxError"],
    ["another shape", '{"id":1}', "ZodError id: invalid_type"],
    ["more than the shape", '{"id":"a","more":"s3cr3t"}', "ZodError : unrecognized_keys"],
  ])("a body with %s", async (_, body, reason) => {
    const { consume, letters, handled } = bench();
    await expect(consume(record("a", "a1", { body }), record("a", "a2"))).resolves.toEqual([]);
    expect(letters).toEqual([{ id: "a1", group: "a", body, reason }]);
    expect(handled).toEqual(["a2"]);
  });

  test("one that cannot be set aside fails, and holds up its group", async () => {
    const { consume, handled } = bench({ a1: new TypeError("x") }, { letters: true });
    await expect(consume(record("a", "a1"), record("a", "a2"), record("b", "b1"))).resolves.toEqual([
      "a1",
      "a2",
    ]);
    expect([...handled].sort()).toEqual(["a1", "b1"]);
  });
});

describe("messages put off", () => {
  test("the rest of the group comes back after the time asked for", async () => {
    const { consume, postponed, log } = bench({ a2: new RetryLater(6, "131056") });
    const failed = await consume(record("a", "a1"), record("a", "a2"), record("b", "b1"), record("a", "a3"));
    expect(failed).toEqual(["a2", "a3"]);
    expect(postponed).toEqual([[arn, ["receipt-a2", "receipt-a3"], 6]]);
    expect(log.lines).toMatchObject([{ level: "info", message: "message put off", ids: { seconds: 6 } }]);
  });

  test("other failures come back at the queue's own time", async () => {
    const { consume, postponed } = bench({ a1: new StoreBusy() });
    await consume(record("a", "a1"));
    expect(postponed).toEqual([]);
  });

  test("put off for the last time, it is set aside", async () => {
    const { consume, letters, postponed } = bench({ a1: new RetryLater(6, "131056") });
    await expect(consume(record("a", "a1", { receives: 4 }))).resolves.toEqual([]);
    expect(letters.map((letter) => letter.reason)).toEqual(["RetryLater 131056"]);
    expect(postponed).toEqual([]);
  });

  test("when the time cannot be changed, the messages still come back", async () => {
    const { consume, log } = bench({ a1: new RetryLater(6, "131056") }, { visibility: true });
    await expect(consume(record("a", "a1"), record("a", "a2"))).resolves.toEqual(["a1", "a2"]);
    expect(log.lines.at(-1)).toMatchObject({
      level: "error",
      message: "messages could not be put off",
      ids: { count: 2, seconds: 6 },
    });
  });
});

describe("a standard queue", () => {
  test("has its messages handled side by side: one that fails holds up no other of its group", async () => {
    const { consume, handled } = bench({ a: new Error("cut") });
    const records = ["a", "b"].map((id) => ({
      ...record("g", id),
      eventSourceARN: arn.replace(".fifo", ""),
    }));
    expect(await consume(...records)).toEqual(["a"]);
    expect(handled).toEqual(["a", "b"]);
    const ordered = bench({ a: new Error("cut") });
    expect(await ordered.consume(record("g", "a"), record("g", "b"))).toEqual(["a", "b"]);
  });
});
