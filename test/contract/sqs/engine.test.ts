import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, test } from "vitest";
import type { Resource } from "../../../local/aws/types.ts";
import { localSqs, PLACE } from "./support.ts";

const arn = (name: string): string => `arn:aws:sqs:${PLACE.region}:${PLACE.account}:${name}`;
const queueResource = (name: string, properties: Record<string, unknown> = {}): Resource => ({
  logicalId: name,
  type: "AWS::SQS::Queue",
  physicalId: name,
  arn: arn(name),
  attributes: {},
  properties,
  metadata: {},
});

/** What the local cloud asks of its own engine beside the API. */
describe("the SQS engine from inside", () => {
  const closing: (() => Promise<void>)[] = [];
  const folders: string[] = [];
  const open = async (dataDir?: string) => {
    const local = await localSqs(dataDir);
    closing.push(() => local.close());
    return local;
  };
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  const jobs = queueResource("jobs.fifo", {
    FifoQueue: true,
    ContentBasedDeduplication: true,
    RedrivePolicy: { deadLetterTargetArn: arn("dead.fifo"), maxReceiveCount: 1 },
  });
  const dead = queueResource("dead.fifo", { FifoQueue: true });

  type Local = Awaited<ReturnType<typeof localSqs>>;
  const send = (local: Local, name: string, MessageBody: string, MessageGroupId?: string) =>
    local.client.send(
      new SendMessageCommand({
        QueueUrl: `${local.frontDoor.url}/${PLACE.account}/${name}`,
        MessageBody,
        ...(MessageGroupId !== undefined && { MessageGroupId }),
      }),
    );

  test("a received message carries everything an event record needs", async () => {
    const local = await open();
    local.engine.provision([jobs, dead]);
    await send(local, "jobs.fifo", "one", "g");
    const [message] = await local.engine.receive(jobs.arn, { max: 10 });
    expect(message).toMatchObject({
      Body: "one",
      Attributes: { MessageGroupId: "g", ApproximateReceiveCount: "1", SenderId: PLACE.account },
    });
    expect(message?.Attributes?.["SequenceNumber"]).toMatch(/^\d{20}$/);
    expect(local.engine.depth(jobs.arn)).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    local.engine.remove(jobs.arn, [message?.ReceiptHandle as string, message?.ReceiptHandle as string]);
    expect(local.engine.depth(jobs.arn)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test("a poisonous message goes to the dead-letter queue and can be sent back", async () => {
    const local = await open();
    local.engine.provision([jobs, dead]);
    await send(local, "jobs.fifo", "poison", "g");
    await send(local, "jobs.fifo", "fine", "g");
    const [first] = await local.engine.receive(jobs.arn, { max: 1 });
    local.engine.changeVisibility(jobs.arn, first?.ReceiptHandle as string, 0);
    const next = await local.engine.receive(jobs.arn, { max: 10 });
    expect(next.map(({ Body }) => Body)).toEqual(["fine"]);
    expect(local.engine.depth(dead.arn).visible).toBe(1);
    local.engine.remove(
      jobs.arn,
      next.map(({ ReceiptHandle }) => ReceiptHandle),
    );
    expect(local.engine.redrive(dead.arn)).toBe(1);
    expect((await local.engine.receive(jobs.arn, { max: 10 })).map(({ Body }) => Body)).toEqual(["poison"]);
  });

  test("waiting ends with a message, with a delay that ran out, or with the clock", async () => {
    const local = await open();
    local.engine.provision([queueResource("plain", { DelaySeconds: 60 })]);
    const wait = (waitMs: number) => local.engine.receive(arn("plain"), { max: 1, waitMs });
    const nothing = wait(10_000);
    local.clock.advance(10_000);
    expect(await nothing).toEqual([]);
    await send(local, "plain", "later");
    const delayed = wait(120_000);
    local.clock.advance(60_000);
    expect((await delayed).map(({ Body }) => Body)).toEqual(["later"]);
    const redelivered = wait(120_000);
    local.clock.advance(30_000);
    expect((await redelivered).map(({ Body }) => Body)).toEqual(["later"]);
  });

  test("closing ends a wait", async () => {
    const local = await open();
    local.engine.provision([queueResource("plain")]);
    const waiting = local.engine.receive(arn("plain"), { max: 1, waitMs: 3_600_000 });
    await local.engine.close();
    expect(await waiting).toEqual([]);
    closing.splice(0);
    local.client.destroy();
    await local.frontDoor.close();
  });

  test("messages beyond their retention are gone", async () => {
    const local = await open();
    local.engine.provision([queueResource("plain", { MessageRetentionPeriod: 60 })]);
    await send(local, "plain", "old");
    local.clock.advance(60_000);
    expect(local.engine.depth(arn("plain")).visible).toBe(0);
    expect(await local.engine.receive(arn("plain"), { max: 1 })).toEqual([]);
  });

  test("queues, messages in flight, receive counts and deduplication outlive the process", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sqs-"));
    folders.push(folder);
    const plain = queueResource("plain", { VisibilityTimeout: 30 });
    const first = await open(folder);
    first.engine.provision([jobs, dead, plain]);
    await send(first, "jobs.fifo", "once", "g");
    await send(first, "plain", "one");
    await send(first, "plain", "two");
    const [taken] = await first.engine.receive(plain.arn, { max: 1, visibilitySeconds: 43_200 });
    await closing.pop()?.();

    const second = await open(folder);
    second.engine.provision([jobs, dead, plain]);
    expect(second.engine.depth(plain.arn)).toEqual({ visible: 1, inFlight: 1, delayed: 0 });
    second.engine.changeVisibility(plain.arn, taken?.ReceiptHandle as string, 0);
    const again = await second.engine.receive(plain.arn, { max: 10 });
    expect(again.map(({ Body, Attributes }) => [Body, Attributes?.["ApproximateReceiveCount"]])).toEqual([
      ["one", "2"],
      ["two", "1"],
    ]);
    await send(second, "jobs.fifo", "once", "g");
    expect(second.engine.depth(jobs.arn).visible).toBe(1);
  });

  test("provisioning again changes attributes and keeps messages", async () => {
    const local = await open();
    local.engine.provision([queueResource("plain")]);
    await send(local, "plain", "kept");
    local.engine.provision([queueResource("plain", { VisibilityTimeout: 5 })]);
    expect(await local.engine.receive(arn("plain"), { max: 1 })).toHaveLength(1);
    local.clock.advance(5_000);
    expect(local.engine.depth(arn("plain")).visible).toBe(1);
  });

  test("a queue that does not exist is an error", async () => {
    const local = await open();
    await expect(local.engine.receive(arn("none"), { max: 1 })).rejects.toMatchObject({
      code: "QueueDoesNotExist",
    });
    expect(() => local.engine.remove("arn:aws:sqs:mars:1:x", [])).toThrow("does not exist");
  });
});
