import type { SQSRecord } from "aws-lambda";
import { failedItems } from "./batch-result.ts";
import type { SqsMapping } from "./definition.ts";
import type { MappingServices, MappingTuning, QueueMessage, RunningMapping } from "./services.ts";

/** How long one receive waits: it returns at once when a message comes. */
const LONG_POLL_MS = 20_000;
/** Bytes of a request as SQS bills it. */
const BILLED_BYTES = 64 * 1024;

/**
 * Polls a queue and calls the function, several batches at once. Messages whose batch went well are deleted; failed ones
 * become visible again when their visibility timeout is over. A FIFO queue hands out no message of a group in flight,
 * so a group has one batch at a time and failed messages come back in order.
 */
export function runSqsMapping(
  mapping: SqsMapping,
  services: MappingServices,
  tuning: MappingTuning,
): RunningMapping {
  const { clock, queues, log } = services;
  // Batches beyond what can run would only wait for a worker, each with the one message that came first; left in the queue
  // those messages make a fuller batch.
  const limit = Math.min(
    mapping.maxConcurrency ?? tuning.queueConcurrency,
    services.roomFor?.(mapping.functionId) ?? Infinity,
  );
  const batches = new Set<Promise<void>>();
  let stopped = false;
  let freed = (): void => undefined;

  const receive = async (max: number, waitMs: number): Promise<readonly QueueMessage[]> => {
    const messages = await queues.receive(mapping.sourceArn, { max, waitMs });
    const bytes = messages.reduce((sum, { Body }) => sum + Buffer.byteLength(Body), 0);
    services.onQueueRequest?.({
      functionId: mapping.functionId,
      operation: "ReceiveMessage",
      requests: Math.max(1, Math.ceil(bytes / BILLED_BYTES)),
    });
    return messages;
  };

  const gather = async (): Promise<readonly QueueMessage[]> => {
    const messages = [...(await receive(mapping.batchSize, LONG_POLL_MS))];
    const deadline = clock.now() + mapping.windowMs;
    while (!stopped && messages.length > 0 && messages.length < mapping.batchSize && clock.now() < deadline) {
      messages.push(...(await receive(mapping.batchSize - messages.length, deadline - clock.now())));
    }
    return messages;
  };

  const giveBack = (messages: readonly QueueMessage[], seconds: number): void => {
    for (const { ReceiptHandle } of messages)
      queues.changeVisibility(mapping.sourceArn, ReceiptHandle, seconds);
  };

  const remove = (messages: readonly QueueMessage[]): void => {
    if (messages.length === 0) return;
    queues.remove(
      mapping.sourceArn,
      messages.map(({ ReceiptHandle }) => ReceiptHandle),
    );
    services.onQueueRequest?.({
      functionId: mapping.functionId,
      operation: "DeleteMessageBatch",
      requests: Math.ceil(messages.length / 10),
    });
  };

  const handle = async (received: readonly QueueMessage[]): Promise<void> => {
    const { filter } = mapping;
    const messages =
      filter === undefined ? received : received.filter((message) => filter(filterView(message)));
    if (messages.length < received.length) remove(received.filter((message) => !messages.includes(message)));
    if (messages.length === 0) return;
    const records = messages.map((message) => recordOf(message, mapping, services.place.region));
    const result = await services.invoke(mapping.functionId, { Records: records });
    if (!result.ok && result.kind === "too-large" && messages.length > 1) {
      const half = Math.ceil(messages.length / 2);
      await handle(messages.slice(0, half));
      await handle(messages.slice(half));
      return;
    }
    const failed = failedItems(
      result,
      mapping.reportsFailures,
      messages.map(({ MessageId }) => MessageId),
    );
    const isFailed = ({ MessageId }: QueueMessage): boolean => failed === "all" || failed.has(MessageId);
    remove(messages.filter((message) => !isFailed(message)));
    const left = messages.filter(isFailed);
    if (left.length === 0) return;
    log({
      level: "warn",
      message: "messages failed and will be received again",
      mapping: mapping.logicalId,
      functionId: mapping.functionId,
      failed: left.length,
      of: messages.length,
    });
    warnOfLostOrder(messages, isFailed);
    if (tuning.retryVisibilitySeconds !== undefined) giveBack(left, tuning.retryVisibilitySeconds);
  };

  /** The service deletes what a function does not report: then a later message of the group overtakes the failed one. */
  const warnOfLostOrder = (
    messages: readonly QueueMessage[],
    isFailed: (message: QueueMessage) => boolean,
  ): void => {
    const broken = new Set<string>();
    for (const message of messages) {
      const group = message.Attributes?.["MessageGroupId"];
      if (!mapping.isFifo || group === undefined) continue;
      if (isFailed(message)) broken.add(group);
      else if (broken.has(group)) {
        log({
          level: "error",
          message:
            "a message of a FIFO group was handled after an earlier one of the group had failed: report the later ones as failed too",
          mapping: mapping.logicalId,
          functionId: mapping.functionId,
          messageId: message.MessageId,
        });
      }
    }
  };

  const start = (messages: readonly QueueMessage[]): void => {
    const batch = handle(messages).catch((error: unknown) => {
      log({
        level: "error",
        message: "a batch could not be handled",
        mapping: mapping.logicalId,
        error: error instanceof Error ? error.stack : String(error),
      });
    });
    batches.add(batch);
    void batch.then(() => {
      batches.delete(batch);
      freed();
    });
  };

  const loop = async (): Promise<void> => {
    while (!stopped) {
      if (batches.size >= limit) {
        await new Promise<void>((resolve) => {
          freed = resolve;
        });
        continue;
      }
      const messages = await gather();
      if (messages.length === 0) continue;
      if (stopped) giveBack(messages, 0);
      else start(messages);
    }
  };

  loop().catch((error: unknown) => {
    if (!stopped)
      log({
        level: "error",
        message: "a queue can no longer be polled",
        mapping: mapping.logicalId,
        error: error instanceof Error ? error.stack : String(error),
      });
  });
  return {
    stop: async () => {
      stopped = true;
      freed();
      await Promise.all(batches);
    },
    idle: () => batches.size === 0,
  };
}

/** A message as filter patterns see it: the body parsed when it is JSON. */
function filterView(message: QueueMessage): unknown {
  let body: unknown = message.Body;
  try {
    body = JSON.parse(message.Body);
  } catch {
    // Patterns on text that is no JSON compare it as it is.
  }
  return {
    messageId: message.MessageId,
    body,
    attributes: message.Attributes,
    messageAttributes: message.MessageAttributes,
  };
}

function recordOf(message: QueueMessage, mapping: SqsMapping, region: string): SQSRecord {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: { ...message.Attributes } as unknown as SQSRecord["attributes"],
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(
        ([name, { DataType, StringValue, BinaryValue }]) => [
          name,
          {
            ...(StringValue === undefined ? {} : { stringValue: StringValue }),
            ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
            stringListValues: [],
            binaryListValues: [],
            dataType: DataType as "String",
          },
        ],
      ),
    ),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes === undefined
      ? {}
      : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: "aws:sqs",
    eventSourceARN: mapping.sourceArn,
    awsRegion: region,
  };
}
