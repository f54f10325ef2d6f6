import type { BatchResultErrorEntry, SendMessageBatchRequestEntry, SQSClient } from "@aws-sdk/client-sqs";
import type { Job, Jobs, WorkQueue } from "../ports/ports.ts";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { setTimeout as wait } from "node:timers/promises";

/** What SQS takes in one request. */
const batchCount = 10;
const batchBytes = 1_048_576;
const parallel = 4;
/** Milliseconds before each further try of entries that SQS refused for reasons of its own. */
const delays = [50, 200] as const;

type Entry = SendMessageBatchRequestEntry & { readonly Id: string; readonly MessageGroupId: string };

/**
 * A queue at `url`. In a FIFO queue jobs of one group are put in one after the other, each only when the one before it is in,
 * because a batch may fail in parts; jobs of different groups share batches. Throws when a job is not in the queue after
 * three tries, naming SQS's error codes.
 */
export const createWorkQueue = <Name extends keyof Jobs>(
  client: SQSClient,
  url: string,
): WorkQueue<Name> => ({
  send: async (jobs) => {
    for (const round of url.endsWith(".fifo") ? roundsOf(jobs) : [jobs.map(entryOf)])
      await inParallel(batchesOf(round), (batch) => deliver(client, url, batch));
  },
});

/** The first job of every group, then the second of every group, and so on. */
function roundsOf(jobs: readonly Job<unknown>[]): readonly (readonly Entry[])[] {
  const rounds: Entry[][] = [];
  const seen = new Map<string, number>();
  for (const job of jobs) {
    const { group, id } = job;
    const round = seen.get(group) ?? 0;
    seen.set(group, round + 1);
    (rounds[round] ??= []).push({ ...entryOf(job), MessageDeduplicationId: id });
  }
  return rounds;
}

const entryOf = ({ body, group, delaySeconds }: Job<unknown>): Entry => ({
  Id: "",
  MessageBody: JSON.stringify(body),
  MessageGroupId: group,
  ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
});

/** Splits entries into requests within SQS's limits, and names each entry by its place in its request. */
function batchesOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(entry.MessageBody ?? "");
    if (bytes > batchBytes) throw new RangeError(`a job of ${bytes} bytes does not fit into a queue message`);
    let batch = batches.at(-1);
    if (batch === undefined || batch.length === batchCount || bytes > room) {
      batch = [];
      batches.push(batch);
      room = batchBytes;
    }
    batch.push({ ...entry, Id: batch.length.toString() });
    room -= bytes;
  }
  return batches;
}

async function deliver(client: SQSClient, url: string, batch: readonly Entry[]): Promise<void> {
  let left = batch;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [...left] }));
    const failed = answer.Failed ?? [];
    if (failed.length === 0) return;
    const delay = delays[attempt];
    if (delay === undefined || failed.some((it) => it.SenderFault === true)) throw refused(failed);
    const ids = new Set(failed.map((it) => it.Id));
    left = left.filter((entry) => ids.has(entry.Id));
    await wait(delay);
  }
}

const refused = (failed: readonly BatchResultErrorEntry[]): Error =>
  new Error(
    `${failed.length} jobs are not in the queue: ${[...new Set(failed.map((it) => it.Code ?? "?"))].join(", ")}`,
  );

/** Runs a few at a time; after a failure begins no more, and throws it once those under way are done. */
async function inParallel<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  let failed = false;
  const results = await Promise.allSettled(
    Array.from({ length: Math.min(parallel, items.length) }, async () => {
      for (const item of rest) {
        if (failed) return;
        try {
          await run(item);
        } catch (error) {
          failed = true;
          throw error;
        }
      }
    }),
  );
  const failure = results.find((it) => it.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}
