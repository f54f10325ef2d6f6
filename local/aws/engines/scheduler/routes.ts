/** Operations of EventBridge Scheduler that are emulated. */
export type SchedulerOperation =
  | "CreateSchedule"
  | "GetSchedule"
  | "UpdateSchedule"
  | "DeleteSchedule"
  | "ListSchedules"
  | "CreateScheduleGroup"
  | "GetScheduleGroup"
  | "DeleteScheduleGroup"
  | "ListScheduleGroups";

/** Which operation a request means, and on what. */
export interface Route {
  readonly operation: SchedulerOperation;
  /** Name of the schedule or group; empty for lists. */
  readonly name: string;
  readonly query: URLSearchParams;
}

const operations: Readonly<Record<string, SchedulerOperation>> = {
  "POST schedules/": "CreateSchedule",
  "GET schedules/": "GetSchedule",
  "PUT schedules/": "UpdateSchedule",
  "DELETE schedules/": "DeleteSchedule",
  "GET schedules": "ListSchedules",
  "POST schedule-groups/": "CreateScheduleGroup",
  "GET schedule-groups/": "GetScheduleGroup",
  "DELETE schedule-groups/": "DeleteScheduleGroup",
  "GET schedule-groups": "ListScheduleGroups",
};

/** Reads method and path of the REST API; undefined for a request that is none of the emulated operations. */
export function routeOf(method: string, path: string, query: URLSearchParams): Route | undefined {
  const match = /^\/(schedules|schedule-groups)(?:\/([^/]+))?\/?$/.exec(path);
  const [, collection, encoded] = match ?? [];
  const operation = operations[`${method} ${collection}${encoded === undefined ? "" : "/"}`];
  const name = decode(encoded ?? "");
  return operation === undefined || name === undefined ? undefined : { operation, name, query };
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Malformed percent-encoding names nothing.
    return undefined;
  }
}
