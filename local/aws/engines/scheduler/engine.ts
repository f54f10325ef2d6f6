import * as z from "zod";
import type { AwsCall, Clock, Engine, LocalLog, Place, RequiredPermission, Resource } from "../../types.ts";
import type { ReplyStyle } from "../cognito/support/aws-service.ts";
import { AwsError, decodeBody, errorReply, peekBody, reply } from "../cognito/support/aws-service.ts";
import type { Deliver } from "./delivery.ts";
import type { Disturb } from "./firing.ts";
import { createFiring } from "./firing.ts";
import { runOperation } from "./operations.ts";
import type { Schedule } from "./records.ts";
import { routeOf } from "./routes.ts";
import { groupArn, openState, scheduleArn, schedulesOf } from "./state.ts";
import { provisionSchedules } from "./provision.ts";

/** EventBridge Scheduler on one machine. */
export interface SchedulerEngine extends Engine {
  /** Makes the template's groups and schedules, and removes those an earlier template made and this one lacks. */
  provision(resources: readonly Resource[]): Promise<void>;
  /** Says who calls the targets, and starts the clockwork: nothing fires before. */
  onFire(deliver: Deliver): void;
  /** All schedules, by group and name, with the time of their next occurrence in milliseconds. */
  list(): readonly Schedule[];
  /** Resolves when no delivery is under way (retries that wait for their time are not). */
  settled(): Promise<void>;
}

/** Opens the engine; without `dataDir` it forgets everything at the end of the process. */
export function createSchedulerEngine(options: {
  readonly clock: Clock;
  readonly place: Place;
  readonly dataDir?: string;
  readonly log: LocalLog;
  /** Makes occurrences late or repeated, as the service may. */
  readonly disturb?: Disturb;
}): SchedulerEngine {
  const state = openState(options.clock, options.place, options.dataDir);
  const firing = createFiring(state, options.log, options.disturb ?? (() => ({})));
  const style: ReplyStyle = {
    contentType: "application/json",
    validationError: "ValidationException",
    log: options.log,
  };
  return {
    service: "scheduler",
    permissions: (call) => permissionsOf(call, options.place),
    async handle(call) {
      const route = routeOf(call.method, call.path, call.query);
      if (route === undefined) {
        return errorReply(
          style,
          new AwsError(
            "UnknownOperationException",
            `The local scheduler does not know ${call.method} ${call.path}`,
            404,
          ),
        );
      }
      return reply(style, route.operation, async () =>
        runOperation(state, firing, route, decodeBody(call.body)),
      );
    },
    provision: async (resources) => provisionSchedules(state, firing, resources),
    onFire: (deliver) => firing.start(deliver),
    list: () => schedulesOf(state),
    settled: () => firing.settled(),
    async close() {
      await firing.stop();
      state.journal.close();
    },
  };
}

const permissionBody = z.object({
  GroupName: z.string().default("default"),
  Target: z.object({ RoleArn: z.string() }).optional(),
});

function permissionsOf(call: AwsCall, place: Place): readonly RequiredPermission[] {
  const route = routeOf(call.method, call.path, call.query);
  if (route === undefined) return [];
  const action = `scheduler:${route.operation}`;
  switch (route.operation) {
    case "ListSchedules":
    case "ListScheduleGroups":
      return [{ action, resource: "*" }];
    case "CreateScheduleGroup":
    case "GetScheduleGroup":
    case "DeleteScheduleGroup":
      return [{ action, resource: groupArn(place, route.name) }];
    case "GetSchedule":
    case "DeleteSchedule": {
      const group = call.query.get("groupName") ?? "default";
      return [{ action, resource: scheduleArn(place, group, route.name) }];
    }
    case "CreateSchedule":
    case "UpdateSchedule": {
      const body = permissionBody.safeParse(peekBody(call.body)).data;
      const own = { action, resource: scheduleArn(place, body?.GroupName ?? "default", route.name) };
      const roleArn = body?.Target?.RoleArn;
      if (roleArn === undefined) return [own];
      const context = { "iam:passedtoservice": "scheduler.amazonaws.com" };
      return [own, { action: "iam:PassRole", resource: roleArn, context }];
    }
  }
}
