import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { DeadLetters } from "../ports/ports.ts";
import type { SQSClient } from "@aws-sdk/client-sqs";

/** The dead-letter queue at `url`, FIFO or standard; the reason travels as the message attribute `reason`. */
export const createDeadLetters = (client: SQSClient, url: string): DeadLetters => ({
  send: async ({ body, group, id, reason }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageAttributes: { reason: { DataType: "String", StringValue: reason } },
        ...(url.endsWith(".fifo") && { MessageGroupId: group, MessageDeduplicationId: id }),
      }),
    );
  },
});
