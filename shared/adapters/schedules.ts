import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import type { Schedules } from "../ports/ports.ts";
import { clientSettings } from "./client-settings.ts";

export const createSchedulerClient = (): SchedulerClient => new SchedulerClient(clientSettings);

/** The scheduler's own tries to reach the queue end after an hour: long before that, the sweep has done the work. */
const retryPolicy = { MaximumEventAgeInSeconds: 3_600 } as const;

/** One-time schedules of EventBridge Scheduler in `group`, which put their jobs into the queue as `roleArn`. */
export function createSchedules(options: {
  readonly client: SchedulerClient;
  readonly group: string;
  readonly queueArn: string;
  readonly roleArn: string;
}): Schedules {
  const { client, group: GroupName, queueArn, roleArn } = options;
  return {
    create: async (Name, at, job) => {
      const command = new CreateScheduleCommand({
        ...{ Name, GroupName },
        ScheduleExpression: `at(${wholeSecond(at)})`,
        FlexibleTimeWindow: { Mode: "OFF" },
        ActionAfterCompletion: "DELETE",
        Target: { Arn: queueArn, RoleArn: roleArn, Input: JSON.stringify(job), RetryPolicy: retryPolicy },
      });
      await unless(ConflictException, client.send(command));
    },
    remove: async (Name) => {
      await unless(ResourceNotFoundException, client.send(new DeleteScheduleCommand({ Name, GroupName })));
    },
  };
}

/** Schedules know no fractions of seconds: the next whole one, so that nothing comes early. UTC, without saying so. */
const wholeSecond = (at: string): string =>
  new Date(Math.ceil(Date.parse(at) / 1_000) * 1_000).toISOString().slice(0, 19);

/** Waits for an answer; a refusal of this kind says that what was asked for is so already. */
async function unless(
  settled: typeof ConflictException | typeof ResourceNotFoundException,
  answer: Promise<unknown>,
): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (!(error instanceof settled)) throw error;
  }
}
