import { processPartialResponse, SqsFifoPartialProcessorAsync } from "@aws-lambda-powertools/batch";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { DeadLetters, Log } from "../../shared/ports/ports.ts";
import { RetryLater } from "../../shared/ports/retry-later.ts";
import type { Visibility } from "../../shared/ports/visibility.ts";
import { isWorthRetrying } from "./failures.ts";
import { nameError } from "../../shared/adapters/describe-error.ts";
import type * as z from "zod";

/** What a handler may know of the message its job came in. */
interface JobMeta {
  readonly messageId: string;
  /** How many times the message was received, this time included. */
  readonly receives: number;
  readonly group: string;
}

/** What every consumer needs besides its work. */
export interface WorkerDeps {
  readonly deadLetters: DeadLetters;
  /** A message that fails when received for this time or a later one is set aside. */
  readonly maxReceives: number;
  readonly log: Log;
  /** Without it a message that is to be retried later comes back after the queue's visibility timeout. */
  readonly visibility?: Visibility;
}

export interface ConsumerOptions<Schema extends z.ZodType> extends WorkerDeps {
  readonly schema: Schema;
  readonly handle: (job: z.output<Schema>, meta: JobMeta) => Promise<unknown>;
}

/** Handles a batch of SQS records. */
export type Consumer = (event: SQSEvent, context?: unknown) => Promise<SQSBatchResponse>;

/**
 * Handles messages of a queue: of a standard queue all side by side. Of a FIFO queue groups run side by side; within a group
 * messages are handled in order, and after one fails the later ones are given back untouched. A message whose body does not parse, that fails in a way that retrying
 * cannot mend, or that failed too often goes to the dead-letter queue with the reason, and its group goes on. If it cannot
 * be set aside it counts as failed. RetryLater puts the rest of the group off by that many seconds.
 */
export function createConsumer<Schema extends z.ZodType>(options: ConsumerOptions<Schema>): Consumer {
  return async ({ Records: records }) => {
    const groups = Map.groupBy(records, groupOf);
    const failures = await Promise.all([...groups.values()].map((group) => consumeGroup(options, group)));
    return { batchItemFailures: failures.flat() };
  };
}

/** Messages of a standard queue keep no order, whatever they have in common. */
const groupOf = ({ eventSourceARN, attributes, messageId }: SQSRecord): string =>
  (eventSourceARN.endsWith(".fifo") ? attributes.MessageGroupId : undefined) ?? messageId;

async function consumeGroup<Schema extends z.ZodType>(
  options: ConsumerOptions<Schema>,
  records: readonly SQSRecord[],
): Promise<SQSBatchResponse["batchItemFailures"]> {
  let putOff: RetryLater | undefined;
  const { batchItemFailures } = await processPartialResponse(
    { Records: [...records] },
    async (record: SQSRecord) => {
      try {
        await consume(options, record);
      } catch (error) {
        if (error instanceof RetryLater) putOff = error;
        throw error;
      }
    },
    new SqsFifoPartialProcessorAsync(),
    { throwOnFullBatchFailure: false },
  );
  const failed = new Set(batchItemFailures.map((it) => it.itemIdentifier));
  if (putOff !== undefined)
    await postpone(
      options,
      records.filter((it) => failed.has(it.messageId)),
      putOff.seconds,
    );
  return batchItemFailures;
}

async function consume<Schema extends z.ZodType>(
  options: ConsumerOptions<Schema>,
  record: SQSRecord,
): Promise<void> {
  const { schema, handle, maxReceives, log } = options;
  const meta = metaOf(record);
  const ids = { messageId: meta.messageId, receives: meta.receives };
  try {
    await handle(schema.parse(JSON.parse(record.body)), meta);
  } catch (error) {
    if (isWorthRetrying(error) && meta.receives < maxReceives) {
      if (error instanceof RetryLater) log.info("message put off", { ...ids, seconds: error.seconds });
      else log.error("message failed and will be retried", ids, error);
      throw error;
    }
    await options.deadLetters.send({
      body: record.body,
      group: meta.group,
      id: meta.messageId,
      reason: nameError(error),
    });
    log.error("message set aside", ids, error);
  }
}

const metaOf = (record: SQSRecord): JobMeta => ({
  messageId: record.messageId,
  receives: Number(record.attributes.ApproximateReceiveCount),
  group: groupOf(record),
});

/** Coming back at the queue's own time instead is late, not wrong: the messages are given back in any case. */
async function postpone(
  { visibility, log }: WorkerDeps,
  records: readonly SQSRecord[],
  seconds: number,
): Promise<void> {
  const [first] = records;
  if (visibility === undefined || first === undefined) return;
  try {
    await visibility.postpone(
      first.eventSourceARN,
      records.map((it) => it.receiptHandle),
      seconds,
    );
  } catch (error) {
    log.error("messages could not be put off", { count: records.length, seconds }, error);
  }
}
