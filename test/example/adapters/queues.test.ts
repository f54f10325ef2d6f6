import { ChangeMessageVisibilityBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeEach, expect, test } from "vitest";
import { createDeadLetters } from "../../../shared/adapters/dead-letters.ts";
import { createVisibility } from "../../../shared/adapters/visibility.ts";
import { mockClient } from "aws-sdk-client-mock";

const sqs = mockClient(SQSClient);
const client = new SQSClient({ region: "us-east-1" });
const letter = { body: "{}", group: "g", id: "m1", reason: "DeskError NOT_FOUND" };

beforeEach(() => sqs.reset());

test.each([
  ["https://sqs.example/1/inbound-dead.fifo", { MessageGroupId: "g", MessageDeduplicationId: "m1" }],
  ["https://sqs.example/1/relay-dead", {}],
])("a letter to %s carries its reason", async (url, fifo) => {
  sqs.on(SendMessageCommand).resolves({});
  await createDeadLetters(client, url).send(letter);
  expect(sqs.commandCalls(SendMessageCommand).map((call) => call.args[0].input)).toEqual([
    {
      QueueUrl: url,
      MessageBody: "{}",
      MessageAttributes: { reason: { DataType: "String", StringValue: "DeskError NOT_FOUND" } },
      ...fifo,
    },
  ]);
});

test("a letter that cannot be sent is an error", async () => {
  sqs.on(SendMessageCommand).rejects(new Error("cut"));
  await expect(createDeadLetters(client, "https://sqs.example/1/q").send(letter)).rejects.toThrow("cut");
});

test("messages are put off ten at a time, in the queue their ARN names", async () => {
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
  const receipts = Array.from({ length: 12 }, (_, index) => `r${index}`);
  await createVisibility(client).postpone("arn:aws:sqs:sa-east-1:123456789012:outbound.fifo", receipts, 6);
  const inputs = sqs.commandCalls(ChangeMessageVisibilityBatchCommand).map((call) => call.args[0].input);
  expect(inputs.map((it) => it.QueueUrl)).toEqual(
    Array(2).fill("https://sqs.sa-east-1.amazonaws.com/123456789012/outbound.fifo"),
  );
  expect(
    inputs.flatMap((it) => it.Entries?.map((entry) => [entry.ReceiptHandle, entry.VisibilityTimeout])),
  ).toEqual(receipts.map((receipt) => [receipt, 6]));
});

test("a message that could not be put off is an error", async () => {
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({
    Successful: [],
    Failed: [{ Id: "0", Code: "ReceiptHandleIsInvalid", SenderFault: true }],
  });
  await expect(createVisibility(client).postpone("arn:aws:sqs:r:1:q", ["r"], 1)).rejects.toThrow(
    "ReceiptHandleIsInvalid",
  );
});
