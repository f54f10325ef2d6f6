import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
  type CreateScheduleCommandInput,
} from "@aws-sdk/client-scheduler";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MovableClock } from "../../../local/aws/clock.ts";
import { createSchedulerEngine } from "../../../local/aws/engines/scheduler/engine.ts";
import { refusal, serveEngine, strictLog } from "../cognito/serve-engine.ts";

/**
 * What the Scheduler API does with schedules that never fire during the test. Runs against the local engine, or
 * against AWS with BALCAO_SCHEDULER_ENDPOINT, BALCAO_SCHEDULER_TARGET_ARN and BALCAO_SCHEDULER_ROLE_ARN.
 */
const endpoint = process.env["BALCAO_SCHEDULER_ENDPOINT"];
const targetArn =
  process.env["BALCAO_SCHEDULER_TARGET_ARN"] ?? "arn:aws:sqs:sa-east-1:123456789012:work.fifo";
const roleArn = process.env["BALCAO_SCHEDULER_ROLE_ARN"] ?? "arn:aws:iam::123456789012:role/scheduler";

describe("schedules", () => {
  let client: SchedulerClient;
  let stop = async (): Promise<void> => undefined;
  const group = `g-${randomUUID()}`;

  beforeAll(async () => {
    if (endpoint === undefined) {
      const place = { region: "sa-east-1", account: "123456789012" };
      const engine = createSchedulerEngine({ clock: new MovableClock(), place, log: strictLog });
      engine.onFire(async () => undefined);
      const served = await serveEngine(engine);
      const credentials = { accessKeyId: "OPERATOR", secretAccessKey: "local" };
      client = new SchedulerClient({
        region: place.region,
        endpoint: served.endpoint,
        credentials,
        maxAttempts: 1,
      });
      stop = () => served.stop();
    } else client = new SchedulerClient({ endpoint });
    await client.send(new CreateScheduleGroupCommand({ Name: group }));
  });
  afterAll(async () => {
    await client.send(new DeleteScheduleGroupCommand({ Name: group }));
    await stop();
  });

  const input = (more: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
    Name: `s-${randomUUID()}`,
    GroupName: group,
    ScheduleExpression: "at(2099-03-01T08:30:00)",
    ScheduleExpressionTimezone: "America/Sao_Paulo",
    FlexibleTimeWindow: { Mode: "OFF" },
    ActionAfterCompletion: "DELETE",
    Target: { Arn: targetArn, RoleArn: roleArn, Input: "{}", SqsParameters: { MessageGroupId: "g" } },
    ...more,
  });
  const create = (more: Partial<CreateScheduleCommandInput> = {}) =>
    client.send(new CreateScheduleCommand(input(more)));

  it("creates, shows, changes, lists and deletes a schedule", async () => {
    const wanted = input();
    const at = { Name: wanted.Name, GroupName: group };
    const { ScheduleArn } = await client.send(new CreateScheduleCommand(wanted));
    expect(ScheduleArn).toMatch(new RegExp(`:schedule/${group}/${wanted.Name}$`));
    const shown = await client.send(new GetScheduleCommand(at));
    expect(shown).toMatchObject({ ...wanted, State: "ENABLED", Arn: ScheduleArn });
    expect(shown.CreationDate).toBeInstanceOf(Date);
    await client.send(
      new UpdateScheduleCommand({ ...wanted, ScheduleExpression: "rate(5 minutes)", State: "DISABLED" }),
    );
    expect(await client.send(new GetScheduleCommand(at))).toMatchObject({
      ScheduleExpression: "rate(5 minutes)",
      State: "DISABLED",
    });
    const listed = await client.send(
      new ListSchedulesCommand({ GroupName: group, NamePrefix: wanted.Name ?? "" }),
    );
    expect(listed.Schedules?.map((schedule) => schedule.Name)).toEqual([wanted.Name]);
    await client.send(new DeleteScheduleCommand(at));
    expect(await refusal(client.send(new GetScheduleCommand(at)))).toMatch(/^ResourceNotFoundException/);
    expect(await refusal(client.send(new DeleteScheduleCommand(at)))).toMatch(/^ResourceNotFoundException/);
    expect(await refusal(client.send(new UpdateScheduleCommand(wanted)))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it("lists page by page", async () => {
    const prefix = `p-${randomUUID().slice(0, 8)}`;
    for (const name of ["a", "b", "c"]) await create({ Name: `${prefix}-${name}` });
    const page = (NextToken?: string) =>
      client.send(
        new ListSchedulesCommand({
          GroupName: group,
          NamePrefix: prefix,
          MaxResults: 2,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
    const first = await page();
    const second = await page(first.NextToken);
    expect([...(first.Schedules ?? []), ...(second.Schedules ?? [])].map((one) => one.Name)).toEqual([
      `${prefix}-a`,
      `${prefix}-b`,
      `${prefix}-c`,
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  it("creates once for one client token, and refuses a second schedule of that name", async () => {
    const wanted = input({ ClientToken: randomUUID() });
    const first = await client.send(new CreateScheduleCommand(wanted));
    const again = await client.send(new CreateScheduleCommand(wanted));
    expect(again.ScheduleArn).toBe(first.ScheduleArn);
    expect(await refusal(create({ Name: wanted.Name, ClientToken: randomUUID() }))).toMatch(
      /^ConflictException/,
    );
  });

  it("refuses what makes no sense", async () => {
    const target = input().Target;
    const cases: Partial<CreateScheduleCommandInput>[] = [
      { ScheduleExpression: "at(2099-02-31T08:30:00)" },
      { ScheduleExpression: "at(2099-03-01T08:30:00Z)" },
      { ScheduleExpression: "rate(1 minutes)" },
      { ScheduleExpression: "rate(0 minutes)" },
      { ScheduleExpression: "soon" },
      { ScheduleExpressionTimezone: "Mars/Olympus" },
      { FlexibleTimeWindow: { Mode: "FLEXIBLE" } },
      { Name: "has space" },
      { Target: { Arn: target?.Arn, RoleArn: "not-a-role" } },
    ];
    for (const one of cases)
      expect(await refusal(create(one)), JSON.stringify(one)).toMatch(/^ValidationException/);
    expect(await refusal(create({ GroupName: "no-such-group" }))).toMatch(/^ResourceNotFoundException/);
  });

  it("removes the schedules of a removed group", async () => {
    const Name = `g-${randomUUID()}`;
    await client.send(new CreateScheduleGroupCommand({ Name }));
    expect(await refusal(client.send(new CreateScheduleGroupCommand({ Name })))).toMatch(
      /^ConflictException/,
    );
    const schedule = input({ GroupName: Name });
    await client.send(new CreateScheduleCommand(schedule));
    await client.send(new DeleteScheduleGroupCommand({ Name }));
    const gone = client.send(new GetScheduleCommand({ GroupName: Name, Name: schedule.Name }));
    expect(await refusal(gone)).toMatch(/^ResourceNotFoundException/);
  });
});
