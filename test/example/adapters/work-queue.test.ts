import type { SendMessageBatchCommandInput } from "@aws-sdk/client-sqs";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, describe, expect, test } from "vitest";
import type { Job } from "../../../shared/ports/ports.ts";
import type { RoutingJob } from "../../../shared/contracts/queue-messages.ts";
import { createWorkQueue } from "../../../shared/adapters/work-queue.ts";
import { mockClient } from "aws-sdk-client-mock";

const url = "https://sqs.us-east-1.amazonaws.com/000000000000/routing.fifo";
const sqs = mockClient(SQSClient);
const queue = createWorkQueue<"routing">(new SQSClient({ region: "us-east-1" }), url);

/** Jobs are opaque to the adapter. */
const job = (group: string, id: string, body: unknown = { id }): Job<RoutingJob> => ({
  group,
  id,
  body: body as RoutingJob,
});
const requests = (): SendMessageBatchCommandInput[] =>
  sqs.commandCalls(SendMessageBatchCommand).map((call) => call.args[0].input);
const ids = (): (string | undefined)[][] =>
  requests().map((it) => it.Entries?.map((entry) => entry.MessageDeduplicationId) ?? []);

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
});

describe("what is sent", () => {
  test("nothing asks nothing", async () => {
    await queue.send([]);
    expect(requests()).toEqual([]);
  });

  test("a job travels as JSON with its group and its id for deduplication", async () => {
    await queue.send([job("g", "a", { v: 1, queueId: "olá" })]);
    expect(requests()).toEqual([
      {
        QueueUrl: url,
        Entries: [
          {
            Id: "0",
            MessageBody: '{"v":1,"queueId":"olá"}',
            MessageGroupId: "g",
            MessageDeduplicationId: "a",
          },
        ],
      },
    ]);
  });

  test.each([
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])("%i jobs of different groups go in batches of %j", async (count, sizes) => {
    await queue.send(Array.from({ length: count }, (_, index) => job(`g${index}`, `${index}`)));
    expect(ids().map((batch) => batch.length)).toEqual(sizes);
    expect(new Set(ids().flat()).size).toBe(count);
    for (const { Entries } of requests())
      expect(new Set(Entries?.map((it) => it.Id)).size).toBe(Entries?.length);
  });

  test("a batch stays within 1 MiB, counted in bytes", async () => {
    const body = "é".repeat(200_000);
    await queue.send(["a", "b", "c"].map((id) => job(id, id, body)));
    expect(ids()).toEqual([["a", "b"], ["c"]]);
  });

  test("a job that fits into no message is refused before anything is sent", async () => {
    await expect(queue.send([job("a", "a"), job("b", "b", "x".repeat(1_048_577))])).rejects.toThrow(
      RangeError,
    );
    expect(requests()).toEqual([]);
  });

  test("jobs of one group follow one another, each after the answer to the one before", async () => {
    let underway = 0;
    let most = 0;
    sqs.on(SendMessageBatchCommand).callsFake(async () => {
      underway += 1;
      most = Math.max(most, underway);
      await new Promise((resolve) => setImmediate(resolve));
      underway -= 1;
      return {};
    });
    await queue.send([job("g", "1"), job("h", "h1"), job("g", "2"), job("g", "3")]);
    expect(ids()).toEqual([["1", "h1"], ["2"], ["3"]]);
    expect(most).toBe(1);
  });

  test("at most four batches are under way", async () => {
    let underway = 0;
    let most = 0;
    sqs.on(SendMessageBatchCommand).callsFake(async () => {
      underway += 1;
      most = Math.max(most, underway);
      await new Promise((resolve) => setImmediate(resolve));
      underway -= 1;
      return {};
    });
    await queue.send(Array.from({ length: 95 }, (_, index) => job(`g${index}`, `${index}`)));
    expect(ids().flat()).toHaveLength(95);
    expect(most).toBe(4);
  });
});

describe("entries that SQS refuses", () => {
  const failed = (Id: string, SenderFault: boolean) => ({ Id, SenderFault, Code: "InternalError" });

  test("only they are sent again", async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Successful: [], Failed: [failed("1", false)] })
      .resolves({});
    await queue.send([job("a", "a"), job("b", "b"), job("c", "c")]);
    expect(ids()).toEqual([["a", "b", "c"], ["b"]]);
  });

  test("after three tries the whole send fails, naming the codes", async () => {
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [failed("0", false)] });
    await expect(queue.send([job("a", "a")])).rejects.toThrow("1 jobs are not in the queue: InternalError");
    expect(requests()).toHaveLength(3);
  });

  test("one that is our own fault is not sent again, and its group's next job is not sent at all", async () => {
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [failed("0", true)] });
    await expect(queue.send([job("a", "1"), job("a", "2")])).rejects.toThrow("not in the queue");
    expect(ids()).toEqual([["1"]]);
  });

  test("a request that fails is the caller's to see", async () => {
    sqs.on(SendMessageBatchCommand).rejects(new Error("cut"));
    await expect(queue.send([job("a", "1")])).rejects.toThrow("cut");
  });
});

describe("a standard queue", () => {
  const standard = createWorkQueue<"routing">(
    new SQSClient({ region: "us-east-1" }),
    url.replace(".fifo", ""),
  );

  test("takes jobs of one group side by side, with the group and without a name for deduplication", async () => {
    await standard.send(Array.from({ length: 12 }, (_, index) => job("g", `${index}`)));
    const sizes = requests().map(({ Entries = [] }) => Entries.length);
    expect(sizes).toEqual([10, 2]);
    const entries = requests().flatMap(({ Entries = [] }) => Entries);
    expect(entries.every((it) => it.MessageGroupId === "g" && it.MessageDeduplicationId === undefined)).toBe(
      true,
    );
  });
});
