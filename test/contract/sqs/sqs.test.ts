import { randomUUID } from "node:crypto";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type Message,
  type SendMessageCommandInput,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sqsUnderTest, type SqsUnderTest } from "./support.ts";

/** What any SQS must do, as AWS documents it. Runs against AWS with `BALCAO_SQS_ENDPOINT=aws`. */
describe("SQS", () => {
  let sqs: SqsUnderTest;
  const made: string[] = [];

  beforeAll(async () => {
    sqs = await sqsUnderTest();
  });
  afterAll(async () => {
    for (const QueueUrl of made) await sqs.client.send(new DeleteQueueCommand({ QueueUrl }));
    await sqs.close();
  });

  async function queue(attributes: Record<string, string> = {}): Promise<string> {
    const suffix = attributes["FifoQueue"] === "true" ? ".fifo" : "";
    const created = await sqs.client.send(
      new CreateQueueCommand({ QueueName: `contract-${randomUUID()}${suffix}`, Attributes: attributes }),
    );
    made.push(created.QueueUrl as string);
    return created.QueueUrl as string;
  }
  const send = (QueueUrl: string, MessageBody: string, rest: Partial<SendMessageCommandInput> = {}) =>
    sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...rest }));
  async function receive(QueueUrl: string, VisibilityTimeout = 30): Promise<Message[]> {
    const { Messages } = await sqs.client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        VisibilityTimeout,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    return Messages ?? [];
  }
  const remove = (QueueUrl: string, message: Message | undefined) =>
    sqs.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  const arnOf = async (QueueUrl: string): Promise<string> => {
    const { Attributes } = await sqs.client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    return Attributes?.["QueueArn"] as string;
  };

  test("a message arrives with its attributes, once deleted it is gone", async () => {
    const url = await queue();
    await send(url, "olá 👋 \u0009", {
      MessageAttributes: {
        kind: { DataType: "String", StringValue: "greeting" },
        raw: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255, 7]) },
      },
    });
    const [message] = await receive(url);
    expect(message?.Body).toBe("olá 👋 \u0009");
    expect(message?.MessageAttributes?.["kind"]?.StringValue).toBe("greeting");
    expect([...(message?.MessageAttributes?.["raw"]?.BinaryValue ?? [])]).toEqual([0, 255, 7]);
    expect(message?.Attributes?.["ApproximateReceiveCount"]).toBe("1");
    await remove(url, message);
    expect(await receive(url)).toEqual([]);
  });

  test("a message not deleted comes back when its visibility ends, counting receives", async () => {
    const url = await queue();
    await send(url, "again");
    expect(await receive(url, 2)).toHaveLength(1);
    expect(await receive(url, 2)).toEqual([]);
    await sqs.pass(2_100);
    const [message] = await receive(url);
    expect(message?.Attributes?.["ApproximateReceiveCount"]).toBe("2");
    await sqs.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const [third] = await receive(url);
    expect(third?.Attributes?.["ApproximateReceiveCount"]).toBe("3");
    await expect(
      sqs.client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: 5,
        }),
      ),
    ).rejects.toMatchObject({ name: "MessageNotInflight" });
  });

  test("delay of the queue and of the message hold a message back", async () => {
    const url = await queue({ DelaySeconds: "1" });
    await send(url, "queue delay");
    await send(url, "own delay", { DelaySeconds: 3 });
    expect(await receive(url)).toEqual([]);
    await sqs.pass(1_100);
    expect((await receive(url)).map((message) => message.Body)).toEqual(["queue delay"]);
    await sqs.pass(2_000);
    expect((await receive(url)).map((message) => message.Body)).toEqual(["own delay"]);
  });

  test("long polling answers as soon as a message comes", async () => {
    const url = await queue();
    const waiting = sqs.client.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }));
    await send(url, "now");
    expect((await waiting).Messages?.[0]?.Body).toBe("now");
  });

  test("after maxReceiveCount receives a message lies in the dead-letter queue", async () => {
    const dead = await queue();
    const deadLetterTargetArn = await arnOf(dead);
    const url = await queue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }) });
    await send(url, "poison");
    for (let round = 0; round < 2; round += 1) {
      expect(await receive(url, 1)).toHaveLength(1);
      await sqs.pass(1_100);
    }
    expect(await receive(url)).toEqual([]);
    const [message] = await receive(dead);
    expect(message?.Body).toBe("poison");
    expect(message?.Attributes?.["DeadLetterQueueSourceArn"]).toBe(await arnOf(url));
  });

  describe("groups of a standard queue", () => {
    test("travel with the message and hold nothing up", async () => {
      const url = await queue();
      await send(url, "1", { MessageGroupId: "g" });
      const [first] = await receive(url);
      expect(first?.Attributes?.["MessageGroupId"]).toBe("g");
      await send(url, "2", { MessageGroupId: "g" });
      expect((await receive(url)).map((message) => message.Body)).toEqual(["2"]);
    });

    test("may not come with a name for deduplication", async () => {
      const url = await queue();
      await expect(
        send(url, "x", { MessageGroupId: "g", MessageDeduplicationId: "d" }),
      ).rejects.toMatchObject({ name: "InvalidParameterValue" });
    });
  });

  describe("FIFO", () => {
    const fifo = { FifoQueue: "true", ContentBasedDeduplication: "true" };

    test("one receive holds several messages of a group in order; the group then waits", async () => {
      const url = await queue(fifo);
      for (const body of ["a1", "a2", "a3"]) await send(url, body, { MessageGroupId: "a" });
      await send(url, "b1", { MessageGroupId: "b" });
      const first = await receive(url);
      expect(first.map((message) => message.Body)).toEqual(["a1", "a2", "a3", "b1"]);
      await send(url, "a4", { MessageGroupId: "a" });
      await send(url, "c1", { MessageGroupId: "c" });
      expect((await receive(url)).map((message) => message.Body)).toEqual(["c1"]);
      for (const message of first) await remove(url, message);
      expect((await receive(url)).map((message) => message.Body)).toEqual(["a4"]);
    });

    test("messages given back keep their order", async () => {
      const url = await queue(fifo);
      for (const body of ["1", "2", "3"]) await send(url, body, { MessageGroupId: "g" });
      const [first, ...rest] = await receive(url);
      await remove(url, first);
      for (const { ReceiptHandle } of rest) {
        await sqs.client.send(
          new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }),
        );
      }
      expect((await receive(url)).map((message) => message.Body)).toEqual(["2", "3"]);
    });

    test("the same deduplication id is accepted once, also after it was consumed", async () => {
      const url = await queue({ FifoQueue: "true" });
      const once = { MessageGroupId: "g", MessageDeduplicationId: "one" };
      const first = await send(url, "first", once);
      const [message] = await receive(url);
      await remove(url, message);
      const second = await send(url, "first", once);
      expect(second.MessageId).toBe(first.MessageId);
      expect(await receive(url)).toEqual([]);
    });

    test("a group and a deduplication id are needed", async () => {
      const url = await queue({ FifoQueue: "true" });
      await expect(send(url, "x", { MessageDeduplicationId: "d" })).rejects.toMatchObject({
        name: "MissingParameter",
      });
      await expect(send(url, "x", { MessageGroupId: "g" })).rejects.toMatchObject({
        name: "InvalidParameterValue",
      });
      await expect(
        send(url, "x", { MessageGroupId: "g", MessageDeduplicationId: "d", DelaySeconds: 3 }),
      ).rejects.toMatchObject({ name: "InvalidParameterValue" });
    });

    test("a handle whose visibility ended deletes nothing", async () => {
      const url = await queue(fifo);
      await send(url, "late", { MessageGroupId: "g" });
      const [message] = await receive(url, 1);
      await sqs.pass(1_100);
      await expect(remove(url, message)).rejects.toMatchObject({ name: "InvalidParameterValue" });
      expect(await receive(url)).toHaveLength(1);
    });
  });

  describe("limits", () => {
    test("a message of 1 MiB goes through, one byte more does not", async () => {
      const url = await queue();
      await send(url, "x".repeat(1_048_576));
      await expect(send(url, "x".repeat(1_048_577))).rejects.toMatchObject({ name: "InvalidParameterValue" });
      const half = "y".repeat(524_288);
      const entries = (body: string) => [
        { Id: "1", MessageBody: half },
        { Id: "2", MessageBody: body },
      ];
      const whole = await sqs.client.send(
        new SendMessageBatchCommand({ QueueUrl: url, Entries: entries(half) }),
      );
      expect(whole.Successful).toHaveLength(2);
      await expect(
        sqs.client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries(`${half}y`) })),
      ).rejects.toMatchObject({ name: "BatchRequestTooLong" });
    });

    test("a batch holds one to ten entries with distinct ids", async () => {
      const url = await queue();
      const batch = (ids: readonly string[]) =>
        sqs.client.send(
          new SendMessageBatchCommand({
            QueueUrl: url,
            Entries: ids.map((Id) => ({ Id, MessageBody: "m" })),
          }),
        );
      const eleven = Array.from({ length: 11 }, (_, index) => String(index));
      await expect(batch(eleven)).rejects.toMatchObject({ name: "TooManyEntriesInBatchRequest" });
      await expect(batch([])).rejects.toMatchObject({ name: "EmptyBatchRequest" });
      await expect(batch(["a", "a"])).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinct" });
      await expect(batch(["a b"])).rejects.toMatchObject({ name: "InvalidBatchEntryId" });
      expect((await batch(eleven.slice(1))).Successful).toHaveLength(10);
      const messages = await receive(url);
      const gone = await sqs.client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: url,
          Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      );
      expect(gone.Successful).toHaveLength(messages.length);
    });

    test("a batch fails entry by entry", async () => {
      const url = await queue({ FifoQueue: "true", ContentBasedDeduplication: "true" });
      const sent = await sqs.client.send(
        new SendMessageBatchCommand({
          QueueUrl: url,
          Entries: [
            { Id: "good", MessageBody: "m", MessageGroupId: "g" },
            { Id: "bad", MessageBody: "m\u0000", MessageGroupId: "g" },
          ],
        }),
      );
      expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["good"]);
      expect(sent.Failed).toMatchObject([{ Id: "bad", Code: "InvalidMessageContents", SenderFault: true }]);
    });

    test("control characters, an unknown queue and a foreign handle are refused", async () => {
      const url = await queue();
      await expect(send(url, "\u0001")).rejects.toMatchObject({ name: "InvalidMessageContents" });
      await expect(send(`${url}-none`, "m")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
      await expect(
        sqs.client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: "nonsense" })),
      ).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
    });
  });

  test("attributes can be read and changed", async () => {
    const url = await queue({ VisibilityTimeout: "45" });
    const name = url.split("/").at(-1) as string;
    expect((await sqs.client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl).toBe(url);
    await sqs.client.send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: "7" } }),
    );
    const { Attributes } = await sqs.client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["VisibilityTimeout", "DelaySeconds"] }),
    );
    expect(Attributes).toEqual({ VisibilityTimeout: "45", DelaySeconds: "7" });
    await expect(
      sqs.client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: "901" } })),
    ).rejects.toMatchObject({ name: "InvalidAttributeValue" });
  });
});
