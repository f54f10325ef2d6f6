import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { MovableClock } from "../../../local/aws/clock.ts";
import {
  fault,
  failing,
  memoryStream,
  ok,
  queueArn,
  stackOf,
  start,
  streamArn,
  type Batch,
} from "./support.ts";

type Started = Awaited<ReturnType<typeof start>>;
const open: Started[] = [];
const run = async (...args: Parameters<typeof start>): Promise<Started> => {
  const started = await start(...args);
  open.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((started) => started.stop()));
});

const onStream = (more: object = {}) => ({
  EventSourceArn: streamArn,
  StartingPosition: "TRIM_HORIZON",
  ...more,
});
const reporting = { FunctionResponseTypes: ["ReportBatchItemFailures"] };
const has = (batch: Batch, sequence: string): boolean =>
  batch.Records.some(
    (record) => (record["dynamodb"] as { SequenceNumber: string }).SequenceNumber === sequence,
  );
const destination = { DestinationConfig: { OnFailure: { Destination: queueArn("D") } } };

describe("a stream's records", () => {
  test("come in order, in batches of at most the batch size", async () => {
    const clock = new MovableClock();
    const stream = memoryStream(clock);
    stream.append("a", "b", "c");
    const { sequences, batches, mappings } = await run(stackOf(onStream({ BatchSize: 2 })), undefined, {
      clock,
      stream,
    });
    await expect.poll(() => sequences()).toEqual([["1", "2"], ["3"]]);
    expect(batches[0]?.Records[0]).toMatchObject({
      eventName: "INSERT",
      eventSourceARN: streamArn,
      dynamodb: { Keys: { pk: { S: "a" } } },
    });
    stream.append("d");
    await expect.poll(() => sequences().flat()).toEqual(["1", "2", "3", "4"]);
    await expect.poll(() => mappings.idle()).toBe(true);
  });

  test("of before LATEST are passed over", async () => {
    const clock = new MovableClock();
    const stream = memoryStream(clock);
    stream.append("a");
    const { sequences } = await run(stackOf(onStream({ StartingPosition: "LATEST" })), undefined, {
      clock,
      stream,
    });
    stream.append("b");
    await expect.poll(() => sequences()).toEqual([["2"]]);
  });

  test("wait for the batching window", async () => {
    const { stream, clock, batches, sequences } = await run(
      stackOf(onStream({ MaximumBatchingWindowInSeconds: 10 })),
    );
    stream.append("a");
    await expect.poll(() => stream.reads.length).toBeGreaterThan(1);
    stream.append("b");
    await expect.poll(() => stream.reads.length).toBeGreaterThan(2);
    expect(batches).toEqual([]);
    clock.advance(10_001);
    await expect.poll(() => sequences()).toEqual([["1", "2"]]);
  });

  test("that no filter matches are passed over", async () => {
    const { stream, sequences, mappings } = await run(
      stackOf(
        onStream({
          FilterCriteria: { Filters: [{ Pattern: `{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"t"}]}}}}` }] },
        }),
      ),
    );
    stream.append("a", "t1", "b", "t2");
    await expect.poll(() => sequences().flat()).toEqual(["2", "4"]);
    await expect.poll(() => mappings.idle()).toBe(true);
  });

  test("of one partition key stay in order while others run beside them", async () => {
    const running = new Set<string>();
    const seen = new Map<string, string[]>();
    let most = 0;
    const { stream, mappings } = await run(
      stackOf(onStream({ BatchSize: 1, ParallelizationFactor: 4 })),
      async ({ Records }) => {
        const { Keys, SequenceNumber } = Records[0]?.["dynamodb"] as {
          Keys: { pk: { S: string } };
          SequenceNumber: string;
        };
        expect(running.has(Keys.pk.S)).toBe(false);
        running.add(Keys.pk.S);
        most = Math.max(most, running.size);
        await new Promise((resolve) => setTimeout(resolve, 3));
        seen.set(Keys.pk.S, [...(seen.get(Keys.pk.S) ?? []), SequenceNumber]);
        running.delete(Keys.pk.S);
        return ok();
      },
    );
    const keys = Array.from({ length: 40 }, (_, index) => `key${index % 8}`);
    stream.append(...keys);
    await expect.poll(() => mappings.idle() && [...seen.values()].flat().length).toBe(40);
    for (const sequences of seen.values())
      expect(sequences).toEqual(sequences.toSorted((a, b) => Number(a) - Number(b)));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe("a failed batch", () => {
  test("is repeated whole until it goes well, and holds up what follows", async () => {
    const { stream, sequences } = await run(stackOf(onStream({ BatchSize: 2 })), (_, call) =>
      call < 4 ? fault : ok(),
    );
    stream.append("a", "b", "c");
    await expect.poll(() => sequences()).toEqual([["1", "2"], ["1", "2"], ["1", "2"], ["1", "2"], ["3"]]);
  });

  test("is repeated from the lowest reported record", async () => {
    const { stream, sequences } = await run(stackOf(onStream(reporting)), (_, call) =>
      call === 1 ? failing("4", "3") : ok(),
    );
    stream.append("a", "b", "c", "d", "e");
    await expect
      .poll(() => sequences())
      .toEqual([
        ["1", "2", "3", "4", "5"],
        ["3", "4", "5"],
      ]);
  });

  test("is halved where the mapping says so, until the bad record is alone", async () => {
    const { stream, sequences, depth, mappings } = await run(
      stackOf(onStream({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 2, ...destination }), {
        D: {},
      }),
      (batch) => (has(batch, "3") ? fault : ok()),
    );
    stream.append("a", "b", "c", "d");
    await expect.poll(() => depth("D").visible).toBe(1);
    await expect.poll(() => mappings.idle()).toBe(true);
    expect(sequences()).toEqual([["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["3"], ["3"], ["4"]]);
  });

  test("is given up after its retries, and the on-failure queue learns of it", async () => {
    const { stream, sequences, sqs, depth } = await run(
      stackOf(onStream({ MaximumRetryAttempts: 1, BatchSize: 2, ...destination }), { D: {} }),
      (batch) => (has(batch, "1") ? fault : ok()),
    );
    stream.append("a", "b", "c");
    await expect.poll(() => depth("D").visible).toBe(1);
    await expect.poll(() => sequences()).toEqual([["1", "2"], ["1", "2"], ["3"]]);
    const [message] = await sqs.receive(queueArn("D"), { max: 1 });
    expect(JSON.parse(message?.Body ?? "")).toEqual({
      requestContext: {
        requestId: "failed-request",
        functionArn: "arn:aws:lambda:us-east-1:000000000000:function:Fn:$LATEST",
        condition: "RetryAttemptsExhausted",
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      version: "1.0",
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      DDBStreamBatchInfo: {
        shardId: expect.stringMatching(/^shardId-/) as string,
        startSequenceNumber: "1",
        endSequenceNumber: "2",
        approximateArrivalOfFirstRecord: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        approximateArrivalOfLastRecord: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        batchSize: 2,
        streamArn,
      },
    });
  });

  test("is given up when its records are too old", async () => {
    const { stream, clock, sequences, depth, batches } = await run(
      stackOf(onStream({ MaximumRecordAgeInSeconds: 60, ...destination }), { D: {} }),
      (batch) => (has(batch, "1") ? fault : ok()),
      { tuning: { streamRetryMs: 30_000, streamRetryMaxMs: 30_000 } },
    );
    stream.append("a");
    await expect.poll(() => batches.length).toBe(1);
    clock.advance(62_000);
    await expect.poll(() => depth("D").visible).toBe(1);
    stream.append("b");
    await expect.poll(() => sequences()).toEqual([["1"], ["2"]]);
  });

  test("waits twice as long each time, on the clock", async () => {
    const { stream, clock, batches } = await run(stackOf(onStream()), () => fault, {
      tuning: { streamRetryMs: 60_000, streamRetryMaxMs: 120_000 },
    });
    stream.append("a");
    const waits: number[] = [];
    for (let call = 1; call <= 4; call += 1) {
      await expect.poll(() => batches.length).toBe(call);
      const before = batches.length;
      let waited = 0;
      while (batches.length === before && waited < 600_000) {
        clock.advance(20_000);
        waited += 20_000;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      waits.push(waited);
    }
    expect(waits).toEqual([60_000, 120_000, 120_000, 120_000]);
  });
});

describe("the position", () => {
  test("outlives a restart: what was done does not come again, what was not does", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "mappings-"));
    const clock = new MovableClock();
    const stream = memoryStream(clock);
    const stack = stackOf(onStream({ BatchSize: 1, StartingPosition: "LATEST" }));
    const first = await start(stack, (batch) => (has(batch, "3") ? fault : ok()), {
      clock,
      stream,
      tuning: { dataDir, streamRetryMs: 60_000, streamRetryMaxMs: 60_000 },
    });
    stream.append("a", "b", "c", "d");
    await expect.poll(() => first.sequences()).toEqual([["1"], ["2"], ["3"]]);
    await first.stop();
    expect(stream.listeners.size).toBe(0);
    const second = await start(stack, undefined, { clock, stream, tuning: { dataDir } });
    await expect.poll(() => second.sequences()).toEqual([["3"], ["4"]]);
    await second.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
});

test.each([
  ["a tumbling window", onStream({ TumblingWindowInSeconds: 10 }), "tumbling windows are not emulated"],
  ["no starting position", { EventSourceArn: streamArn }, "StartingPosition"],
  [
    "a stream of another stack",
    { ...onStream(), EventSourceArn: `${streamArn}x` },
    "is no stream of a table of the stack",
  ],
  ["an age below a minute", onStream({ MaximumRecordAgeInSeconds: 5 }), "must be -1 or at least 60"],
  ["a destination that is no queue", onStream(destination), "is no queue of the stack"],
])("a mapping with %s is refused by name", async (_, mapping, message) => {
  await expect(start(stackOf(mapping))).rejects.toThrow(message);
});

test("a role that may not read the stream is refused", async () => {
  await expect(start(stackOf(onStream()), undefined, { denied: "dynamodb:GetRecords" })).rejects.toThrow(
    "may not dynamodb:GetRecords",
  );
});
