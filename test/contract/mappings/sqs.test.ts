import { afterEach, describe, expect, test } from "vitest";
import { fault, failing, ok, queueArn, stackOf, start, type Batch } from "./support.ts";

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

const standard = { Q: { VisibilityTimeout: 30 } };
const fifo = { "Q.fifo": { FifoQueue: true, VisibilityTimeout: 30 } };
const onQueue = (more: object = {}) => ({
  EventSourceArn: queueArn("Q"),
  FunctionResponseTypes: ["ReportBatchItemFailures"],
  ...more,
});
const onFifo = (more: object = {}) => ({ ...onQueue(more), EventSourceArn: queueArn("Q.fifo") });
const inGroup = (group: string, id: string) => ({ MessageGroupId: group, MessageDeduplicationId: id });
const idsOf = ({ Records }: Batch, ...bodies: string[]): string[] =>
  Records.filter((record) => bodies.includes(record["body"] as string)).map(
    (record) => record["messageId"] as string,
  );

describe("a queue's messages", () => {
  test("reach the function in the service's shape and are deleted", async () => {
    const { send, batches, depth, requests } = await run(stackOf(onQueue(), standard));
    await send("Q", "olá", {
      MessageAttributes: {
        kind: { DataType: "String", StringValue: "x" },
        raw: { DataType: "Binary", BinaryValue: "AAE=" },
      },
    });
    await expect.poll(() => depth("Q")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(batches).toEqual([
      {
        Records: [
          {
            messageId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            receiptHandle: expect.any(String) as string,
            body: "olá",
            attributes: {
              ApproximateReceiveCount: "1",
              SentTimestamp: expect.stringMatching(/^\d+$/) as string,
              SenderId: expect.any(String) as string,
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d+$/) as string,
            },
            messageAttributes: {
              kind: { stringValue: "x", stringListValues: [], binaryListValues: [], dataType: "String" },
              raw: { binaryValue: "AAE=", stringListValues: [], binaryListValues: [], dataType: "Binary" },
            },
            md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
            md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
            eventSource: "aws:sqs",
            eventSourceARN: queueArn("Q"),
            awsRegion: "us-east-1",
          },
        ],
      },
    ]);
    expect(requests.filter(({ operation }) => operation === "DeleteMessageBatch")).toEqual([
      { operation: "DeleteMessageBatch", requests: 1 },
    ]);
  });

  test("of a FIFO queue carry group, deduplication id and sequence number, in order", async () => {
    const { send, batches } = await run(stackOf(onFifo(), fifo));
    await send("Q.fifo", "one", inGroup("g", "d1"));
    await expect.poll(() => batches.length).toBe(1);
    expect(batches[0]?.Records[0]?.["attributes"]).toMatchObject({
      MessageGroupId: "g",
      MessageDeduplicationId: "d1",
      SequenceNumber: expect.stringMatching(/^\d{20}$/) as string,
    });
  });

  test("that failed come again when their visibility timeout is over, and no sooner", async () => {
    const { send, batches, clock, depth, bodies } = await run(stackOf(onQueue(), standard), (_, call) =>
      call === 1 ? fault : ok(),
    );
    await send("Q", "a");
    await expect.poll(() => batches.length).toBe(1);
    clock.advance(29_000);
    expect(depth("Q")).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    clock.advance(1_001);
    await expect.poll(() => bodies()).toEqual([["a"], ["a"]]);
    await expect.poll(() => depth("Q").inFlight).toBe(0);
    expect(
      (batches[1]?.Records[0]?.["attributes"] as Record<string, string>)["ApproximateReceiveCount"],
    ).toBe("2");
  });

  test("that a function reports as failed come again alone", async () => {
    const { send, depth, bodies } = await run(
      stackOf(onQueue({ MaximumBatchingWindowInSeconds: 60, BatchSize: 3 }), standard),
      (batch, call) => (call === 1 ? failing(...idsOf(batch, "b")) : ok()),
      { tuning: { retryVisibilitySeconds: 0 } },
    );
    for (const body of ["a", "b", "c"]) await send("Q", body);
    await expect.poll(() => bodies()[0]).toEqual(["a", "b", "c"]);
    await expect.poll(() => depth("Q")).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
  });

  test.each([
    ["an unknown identifier", failing("nope")],
    ["an empty identifier", failing("")],
    ["a malformed report", ok({ batchItemFailures: "all" })],
    ["no partial report where none is announced", fault],
  ])("all fail for %s", async (_, result) => {
    const { send, batches, depth } = await run(stackOf(onQueue(), standard), () => result);
    await send("Q", "a");
    await expect.poll(() => batches.length).toBe(1);
    expect(depth("Q").inFlight).toBe(1);
  });

  test("count as handled whatever an unannounced report says", async () => {
    const { send, depth } = await run(stackOf({ EventSourceArn: queueArn("Q") }, standard), (batch) =>
      failing(...idsOf(batch, "a")),
    );
    await send("Q", "a");
    await expect.poll(() => depth("Q")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test("end in the dead-letter queue after their last receive", async () => {
    const queues = {
      Q: { ...standard.Q, RedrivePolicy: { deadLetterTargetArn: queueArn("D"), maxReceiveCount: 2 } },
      D: {},
    };
    const { send, batches, depth } = await run(stackOf(onQueue(), queues), () => fault, {
      tuning: { retryVisibilitySeconds: 0 },
    });
    await send("Q", "poison");
    await expect.poll(() => depth("D").visible).toBe(1);
    expect(batches.length).toBe(2);
  });

  test("that no filter pattern matches are deleted without a call", async () => {
    const filter = {
      FilterCriteria: {
        Filters: [{ Pattern: `{"body":{"kind":["x",{"prefix":"y"}],"n":[{"numeric":[">",1,"<=",5]}]}}` }],
      },
    };
    const { send, depth, bodies } = await run(stackOf(onQueue(filter), standard));
    const passing = [`{"kind":"x","n":2}`, `{"kind":"yes","n":5}`];
    for (const body of ["text", `{"kind":"z","n":2}`, `{"kind":"x","n":1}`, ...passing])
      await send("Q", body);
    await expect.poll(() => depth("Q")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(bodies().flat().toSorted()).toEqual(passing.toSorted());
  });
});

describe("batches", () => {
  test("hold what comes within the window, up to their size", async () => {
    const { send, bodies, clock, batches } = await run(
      stackOf(onQueue({ BatchSize: 100, MaximumBatchingWindowInSeconds: 60 }), standard),
    );
    for (const body of ["a", "b", "c"]) await send("Q", body);
    expect(batches).toEqual([]);
    clock.advance(60_001);
    await expect.poll(() => bodies()).toEqual([["a", "b", "c"]]);
  });

  test("run side by side up to the maximum concurrency", async () => {
    let now = 0;
    let most = 0;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { send, batches, depth } = await run(
      stackOf(onQueue({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 3 } }), standard),
      async () => {
        now += 1;
        most = Math.max(most, now);
        await gate;
        now -= 1;
        return ok();
      },
    );
    for (let index = 0; index < 6; index += 1) await send("Q", String(index));
    await expect.poll(() => batches.length).toBe(3);
    open();
    await expect.poll(() => depth("Q")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect([batches.length, most]).toEqual([6, 3]);
  });

  test("of one FIFO group never overlap, other groups run meanwhile, and order holds through failures", async () => {
    const running = new Set<string>();
    const handled = new Map<string, string[]>();
    let failures = 0;
    const { send, depth, batches } = await run(
      stackOf(onFifo({ BatchSize: 3 }), fifo),
      async ({ Records }) => {
        const groups = [
          ...new Set(
            Records.map(
              (record) => (record["attributes"] as Record<string, string>)["MessageGroupId"] as string,
            ),
          ),
        ];
        for (const group of groups) {
          expect(running.has(group)).toBe(false);
          running.add(group);
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
        const broken = new Set<string>();
        const failed: string[] = [];
        for (const record of Records) {
          const group = (record["attributes"] as Record<string, string>)["MessageGroupId"] as string;
          const count = Number((record["attributes"] as Record<string, string>)["ApproximateReceiveCount"]);
          const body = record["body"] as string;
          if (count === 1 && body.endsWith("3")) {
            broken.add(group);
            failures += 1;
          }
          if (broken.has(group)) failed.push(record["messageId"] as string);
          else handled.set(group, [...(handled.get(group) ?? []), body]);
        }
        for (const group of groups) running.delete(group);
        return failing(...failed);
      },
      { tuning: { retryVisibilitySeconds: 0 } },
    );
    const expected = new Map<string, string[]>();
    for (let index = 0; index < 8; index += 1) {
      for (const group of ["a", "b", "c"]) {
        await send("Q.fifo", `${group}${index}`, inGroup(group, `${group}${index}`));
        expected.set(group, [...(expected.get(group) ?? []), `${group}${index}`]);
      }
    }
    await expect.poll(() => depth("Q.fifo")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(handled).toEqual(expected);
    expect(failures).toBe(3);
    expect(batches.length).toBeGreaterThan(3);
  });

  test("in which a later message of a group passes a failed one are complained about", async () => {
    const { send, logged, batches } = await run(
      stackOf(onFifo(), fifo),
      (batch) => failing(...idsOf(batch, "one")),
      { tuning: { queueConcurrency: 1 } },
    );
    // The first batch keeps the only place busy, so the next two messages come together.
    await send("Q.fifo", "one", inGroup("x", "0"));
    await expect.poll(() => batches.length).toBe(1);
    await Promise.all([send("Q.fifo", "one", inGroup("g", "1")), send("Q.fifo", "two", inGroup("g", "2"))]);
    await expect.poll(() => batches.flatMap(({ Records }) => Records).length).toBeGreaterThanOrEqual(2);
    if (batches.some(({ Records }) => Records.length === 2)) {
      await expect
        .poll(() =>
          logged.some((message) => message.includes("after an earlier one of the group had failed")),
        )
        .toBe(true);
    }
  });

  test("too large for one call are halved", async () => {
    const tooLarge = {
      ok: false,
      requestId: "r",
      kind: "too-large",
      error: fault.ok ? undefined : fault.error,
    } as typeof fault;
    const { send, depth, bodies } = await run(
      stackOf(onQueue({ BatchSize: 4, MaximumBatchingWindowInSeconds: 60 }), standard),
      ({ Records }) => (Records.length > 1 ? tooLarge : ok()),
    );
    for (const body of ["a", "b", "c", "d"]) await send("Q", body);
    await expect.poll(() => depth("Q")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(bodies()).toEqual([["a", "b", "c", "d"], ["a", "b"], ["a"], ["b"], ["c", "d"], ["c"], ["d"]]);
  });
});

test("stopping waits for the batch under way and leaves later messages alone", async () => {
  let finish = (): void => undefined;
  const { send, mappings, batches, depth } = await run(
    stackOf(onQueue({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }), standard),
    () => new Promise((resolve) => (finish = () => resolve(ok()))),
  );
  await send("Q", "a");
  await expect.poll(() => batches.length).toBe(1);
  expect(mappings.idle()).toBe(false);
  const stopped = mappings.stop();
  finish();
  await stopped;
  await send("Q", "b");
  await expect.poll(() => depth("Q").visible).toBe(1);
  expect(batches.length).toBe(1);
});

test.each([
  ["an unknown property", onQueue({ Surprise: 1 }), standard, "Mapping:"],
  ["a queue of another stack", { EventSourceArn: queueArn("Other") }, standard, "is no queue of the stack"],
  ["a batch of a FIFO queue over 10", onFifo({ BatchSize: 11 }), fifo, "BatchSize 11 is over 10"],
  ["a window on a FIFO queue", onFifo({ MaximumBatchingWindowInSeconds: 1 }), fifo, "a FIFO queue takes no"],
  [
    "a large batch without a window",
    onQueue({ BatchSize: 11 }),
    standard,
    "needs a MaximumBatchingWindowInSeconds",
  ],
  [
    "a visibility timeout below the function's",
    onQueue(),
    { Q: { VisibilityTimeout: 2 } },
    "Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds",
  ],
  [
    "another kind of source",
    { EventSourceArn: "arn:aws:kinesis:us-east-1:000000000000:stream/s" },
    {},
    "is not emulated",
  ],
  [
    "a filter operator that is not emulated",
    onQueue({ FilterCriteria: { Filters: [{ Pattern: `{"body":[{"wildcard":"*"}]}` }] } }),
    standard,
    "filter pattern",
  ],
  [
    "more filter patterns than Lambda takes",
    onQueue({ FilterCriteria: { Filters: Array.from({ length: 6 }, () => ({ Pattern: "{}" })) } }),
    standard,
    "FilterCriteria",
  ],
])("a mapping with %s is refused by name", async (_, mapping, queues, message) => {
  await expect(start(stackOf(mapping, queues))).rejects.toThrow(message);
});

test("a role that may not read the queue is refused", async () => {
  await expect(
    start(stackOf(onQueue(), standard), undefined, { denied: "sqs:DeleteMessage" }),
  ).rejects.toThrow(
    `Mapping: the role of Fn may not sqs:DeleteMessage on ${queueArn("Q")}: no policy allows it`,
  );
});
