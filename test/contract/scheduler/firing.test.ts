import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import type { CreateScheduleCommandInput } from "@aws-sdk/client-scheduler";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MovableClock } from "../../../local/aws/clock.ts";
import type { Delivery } from "../../../local/aws/engines/scheduler/delivery.ts";
import type { SchedulerEngine } from "../../../local/aws/engines/scheduler/engine.ts";
import { createSchedulerEngine } from "../../../local/aws/engines/scheduler/engine.ts";
import { resource, serveEngine, strictLog, type ServedEngine } from "../cognito/serve-engine.ts";

/** When schedules fire, on a clock the test moves. Only the local engine has such a clock. */
const place = { region: "sa-east-1", account: "123456789012" };
const queue = "arn:aws:sqs:sa-east-1:123456789012:work.fifo";
const deadLetters = "arn:aws:sqs:sa-east-1:123456789012:dead";
const role = "arn:aws:iam::123456789012:role/scheduler";
const minute = 60_000;

type Options = Parameters<typeof createSchedulerEngine>[0];

describe("firing", () => {
  let clock: MovableClock;
  let engine: SchedulerEngine;
  let served: ServedEngine | undefined;
  let client: SchedulerClient;
  let deliveries: Delivery[];
  let failWith: Error | undefined;

  const start = async (options: Partial<Options> = {}): Promise<void> => {
    engine = createSchedulerEngine({ clock, place, log: strictLog, ...options });
    served = await serveEngine(engine);
    const credentials = { accessKeyId: "OPERATOR", secretAccessKey: "local" };
    client = new SchedulerClient({
      region: place.region,
      endpoint: served.endpoint,
      credentials,
      maxAttempts: 1,
    });
  };
  const listen = (): void =>
    engine.onFire(async (delivery) => {
      deliveries.push(delivery);
      if (failWith !== undefined && delivery.deadLetter === undefined) throw failWith;
    });
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await engine.settled();
  };
  const at = (inMs: number): string => `at(${new Date(clock.now() + inMs).toISOString().slice(0, 19)})`;
  const create = (Name: string, more: Partial<CreateScheduleCommandInput> = {}) =>
    client.send(new CreateScheduleCommand({ ...schedule(Name), ...more }));
  const schedule = (Name: string): CreateScheduleCommandInput => ({
    Name,
    ScheduleExpression: at(10 * minute),
    FlexibleTimeWindow: { Mode: "OFF" },
    ActionAfterCompletion: "DELETE",
    Target: {
      Arn: queue,
      RoleArn: role,
      Input: '{"ticket":"t1","at":"<aws.scheduler.scheduled-time>","from":"<aws.scheduler.schedule-arn>"}',
      SqsParameters: { MessageGroupId: "t1" },
    },
  });
  const names = (): string[] => engine.list().map((one) => one.name);

  beforeEach(() => {
    clock = new MovableClock();
    deliveries = [];
    failWith = undefined;
  });
  afterEach(async () => {
    await served?.stop();
    client.destroy();
  });

  it("fires a one-time schedule when its time comes, not before, then deletes it", async () => {
    await start();
    listen();
    await create("snooze");
    await pass(9 * minute);
    expect(deliveries).toEqual([]);
    await pass(minute);
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]).toMatchObject({
      arn: queue,
      roleArn: role,
      sqsParameters: { messageGroupId: "t1" },
    });
    expect(JSON.parse(deliveries[0]?.input ?? "")).toEqual({
      ticket: "t1",
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      from: "arn:aws:scheduler:sa-east-1:123456789012:schedule/default/snooze",
    });
    expect(names()).toEqual([]);
  });

  it("reads the time in the schedule's time zone", async () => {
    await start();
    listen();
    const local = new Date(clock.now() + 10 * minute - 3 * 60 * minute).toISOString().slice(0, 19);
    await create("local", {
      ScheduleExpression: `at(${local})`,
      ScheduleExpressionTimezone: "America/Sao_Paulo",
    });
    await pass(9 * minute);
    expect(deliveries).toEqual([]);
    await pass(minute);
    expect(deliveries).toHaveLength(1);
  });

  it("fires a time in the past at once, and keeps a completed schedule that is not to be deleted", async () => {
    await start();
    listen();
    await create("late", { ScheduleExpression: at(-minute), ActionAfterCompletion: "NONE" });
    await pass(0);
    expect(deliveries).toHaveLength(1);
    expect(names()).toEqual(["late"]);
    await client.send(
      new UpdateScheduleCommand({
        ...schedule("late"),
        ScheduleExpression: at(minute),
        ActionAfterCompletion: "NONE",
      }),
    );
    await pass(minute);
    expect(deliveries).toHaveLength(2);
  });

  it("follows a moved schedule and forgets a deleted or disabled one", async () => {
    await start();
    listen();
    await create("moved");
    await create("deleted");
    await create("disabled", { State: "DISABLED" });
    await client.send(
      new UpdateScheduleCommand({ ...schedule("moved"), ScheduleExpression: at(30 * minute) }),
    );
    await client.send(new DeleteScheduleCommand({ Name: "deleted" }));
    await pass(20 * minute);
    expect(deliveries).toEqual([]);
    await pass(10 * minute);
    expect(deliveries).toHaveLength(1);
    expect(names()).toEqual(["disabled"]);
  });

  it("fires a rate at once, then each period until its end, and counts a leap of time once", async () => {
    await start();
    listen();
    const EndDate = new Date(clock.now() + 60 * minute);
    await create("sweep", { ScheduleExpression: "rate(5 minutes)", EndDate });
    await pass(0);
    expect(deliveries).toHaveLength(1);
    await pass(5 * minute);
    expect(deliveries).toHaveLength(2);
    await pass(22 * minute);
    await pass(0);
    // One for the beat that was due, one for all those leapt over.
    expect(deliveries).toHaveLength(4);
    await pass(120 * minute);
    await pass(0);
    const total = deliveries.length;
    await pass(120 * minute);
    expect(deliveries).toHaveLength(total);
    expect(names()).toEqual([]);
  });

  it("retries a failing target with growing waits, then gives it to the dead-letter queue", async () => {
    await start();
    listen();
    failWith = new Error("queue is away");
    const target = schedule("retry").Target;
    await create("retry", {
      Target: {
        Arn: target?.Arn,
        RoleArn: target?.RoleArn,
        Input: "attempt <aws.scheduler.attempt-number>",
        RetryPolicy: { MaximumRetryAttempts: 2 },
        DeadLetterConfig: { Arn: deadLetters },
      },
    });
    await pass(10 * minute);
    expect(deliveries.map((one) => one.input)).toEqual(["attempt 1"]);
    await pass(minute);
    await pass(minute);
    expect(deliveries.map((one) => one.arn)).toEqual([queue, queue, queue, deadLetters]);
    expect(deliveries[3]?.deadLetter).toMatchObject({
      ERROR_MESSAGE: "queue is away",
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
      RETRY_ATTEMPTS: "2",
      TARGET_ARN: queue,
    });
    expect(names()).toEqual([]);
  });

  it("does not retry what can never work", async () => {
    await start();
    listen();
    failWith = Object.assign(new Error("no such queue"), { retryable: false });
    const target = { Arn: queue, RoleArn: role, DeadLetterConfig: { Arn: deadLetters } };
    await create("hopeless", { Target: target });
    await pass(10 * minute);
    expect(deliveries.map((one) => one.arn)).toEqual([queue, deadLetters]);
  });

  it("fires late and twice when a test asks for it", async () => {
    await start({ disturb: () => ({ lateMs: 45_000, times: 2 }) });
    listen();
    await create("unpunctual");
    await pass(10 * minute);
    expect(deliveries).toEqual([]);
    await pass(45_000);
    expect(deliveries).toHaveLength(2);
  });

  it("keeps schedules, waiting retries and missed occurrences over a restart", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "scheduler-"));
    try {
      await start({ dataDir });
      listen();
      failWith = new Error("away");
      await create("retrying");
      await create("missed", { ScheduleExpression: at(60 * minute) });
      await pass(10 * minute);
      expect(deliveries).toHaveLength(1);
      await served?.stop();
      client.destroy();
      clock.advance(120 * minute);
      failWith = undefined;
      deliveries = [];
      await start({ dataDir });
      expect(names()).toEqual(["missed", "retrying"]);
      listen();
      await pass(0);
      expect(new Set(deliveries.map((one) => JSON.parse(one.input).from.split("/").at(-1)))).toEqual(
        new Set(["missed", "retrying"]),
      );
      expect(names()).toEqual([]);
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });

  it("makes the template's schedules and removes those the template drops", async () => {
    await start();
    listen();
    const arn = "arn:aws:scheduler:sa-east-1:123456789012:schedule/ops/sweep";
    const properties = {
      GroupName: "ops",
      ScheduleExpression: "rate(1 minute)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: queue, RoleArn: role },
    };
    const group = resource("AWS::Scheduler::ScheduleGroup", "ops", "", { Name: "ops" });
    await engine.provision([group, resource("AWS::Scheduler::Schedule", "sweep", arn, properties)]);
    await pass(0);
    expect(JSON.parse(deliveries[0]?.input ?? "")).toMatchObject({
      source: "aws.scheduler",
      resources: [arn],
    });
    const shown = await client.send(new GetScheduleCommand({ GroupName: "ops", Name: "sweep" }));
    expect(shown.ScheduleExpression).toBe("rate(1 minute)");
    await engine.provision([group]);
    expect(names()).toEqual([]);
    const broken = resource("AWS::Scheduler::Schedule", "broken", arn, { ...properties, Target: {} });
    await expect(engine.provision([broken])).rejects.toThrow(/broken/);
  });

  it("asks for the schedule's action and for passing the role", async () => {
    await start();
    await create("permitted");
    const call = served?.calls.at(-1);
    expect(call === undefined ? undefined : engine.permissions(call)).toEqual([
      {
        action: "scheduler:CreateSchedule",
        resource: "arn:aws:scheduler:sa-east-1:123456789012:schedule/default/permitted",
      },
      {
        action: "iam:PassRole",
        resource: role,
        context: { "iam:passedtoservice": "scheduler.amazonaws.com" },
      },
    ]);
  });
});
