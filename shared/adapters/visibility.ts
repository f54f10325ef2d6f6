import type { SQSClient } from "@aws-sdk/client-sqs";
import { ChangeMessageVisibilityBatchCommand } from "@aws-sdk/client-sqs";
import type { Visibility } from "../ports/visibility.ts";

const batchCount = 10;

/**
 * Visibility of messages in queues, which are known by ARN. The client must have `useQueueUrlAsEndpoint: false`: the URL
 * made from an ARN names the queue, not the host to ask.
 */
export const createVisibility = (client: SQSClient): Visibility => ({
  postpone: async (queueArn, receiptHandles, seconds) => {
    const [, , , region, account, name] = queueArn.split(":");
    for (let from = 0; from < receiptHandles.length; from += batchCount) {
      const handles = receiptHandles.slice(from, from + batchCount);
      const answer = await client.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
          Entries: handles.map((ReceiptHandle, index) => ({
            Id: index.toString(),
            ReceiptHandle,
            VisibilityTimeout: seconds,
          })),
        }),
      );
      const failed = answer.Failed ?? [];
      if (failed.length > 0) throw new Error(`visibility did not change: ${failed[0]?.Code}`);
    }
  },
});
