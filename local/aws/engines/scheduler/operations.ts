import * as z from "zod";
import { AwsError } from "../cognito/support/aws-service.ts";
import type { Firing } from "./firing.ts";
import type { Schedule, ScheduleGroup, ScheduleSpec } from "./records.ts";
import { scheduleName, scheduleSpec } from "./records.ts";
import type { Route } from "./routes.ts";
import type { State } from "./state.ts";
import {
  findSchedule,
  firstOccurrence,
  groupArn,
  groupKey,
  groupsOf,
  requireGroup,
  requireSchedule,
  scheduleArn,
  scheduleKey,
  schedulesOf,
  timingOf,
} from "./state.ts";

const scheduleBody = scheduleSpec.extend({
  GroupName: scheduleName.default("default"),
  ClientToken: z.string().min(1).max(64).optional(),
});
const groupBody = z.object({ ClientToken: z.string().optional() });
const page = z.object({
  NamePrefix: z.string().default(""),
  MaxResults: z.coerce.number().int().min(1).max(100).default(100),
  NextToken: z.string().default(""),
});
const schedulePage = page.extend({
  ScheduleGroup: z.string().optional(),
  State: z.enum(["ENABLED", "DISABLED"]).optional(),
});

/** Runs one operation of the API; throws `AwsError` or `ZodError`. */
export function runOperation(state: State, firing: Firing, route: Route, body: unknown): object {
  const { name, query } = route;
  switch (route.operation) {
    case "CreateSchedule": {
      const { GroupName: group, ClientToken: token, ...spec } = scheduleBody.parse(body);
      return createSchedule(state, firing, { group, name, spec, token });
    }
    case "UpdateSchedule": {
      const { GroupName: group, ClientToken: _token, ...spec } = scheduleBody.parse(body);
      return putSchedule(state, firing, requireSchedule(state, group, name), spec);
    }
    case "GetSchedule":
      return describe(state, requireSchedule(state, query.get("groupName") ?? "default", name));
    case "DeleteSchedule": {
      const { group } = requireSchedule(state, query.get("groupName") ?? "default", name);
      removeSchedule(state, firing, group, name);
      return {};
    }
    case "ListSchedules":
      return listSchedules(state, schedulePage.parse(Object.fromEntries(query)));
    case "CreateScheduleGroup":
      return createGroup(state, name, groupBody.parse(body).ClientToken);
    case "GetScheduleGroup":
      return describeGroup(state, requireGroup(state, name));
    case "DeleteScheduleGroup":
      return deleteGroup(state, firing, name);
    case "ListScheduleGroups": {
      const wanted = page.parse(Object.fromEntries(query));
      const groups = groupsOf(state).filter((group) => group.name.startsWith(wanted.NamePrefix));
      const shown = pageOf(groups, (group) => group.name, wanted);
      return { ScheduleGroups: shown.items.map((group) => describeGroup(state, group)), ...shown.rest };
    }
  }
}

function createSchedule(
  state: State,
  firing: Firing,
  wanted: {
    readonly group: string;
    readonly name: string;
    readonly spec: ScheduleSpec;
    readonly token: string | undefined;
  },
): object {
  const { group, name, spec, token } = wanted;
  scheduleName.parse(name);
  requireGroup(state, group);
  const existing = findSchedule(state, group, name);
  if (existing !== undefined) {
    const same = token !== undefined && existing.clientToken === token;
    if (!same) throw new AwsError("ConflictException", `Schedule ${name} already exists.`, 409);
    return { ScheduleArn: scheduleArn(state.place, group, name) };
  }
  const now = state.clock.now();
  return putSchedule(
    state,
    firing,
    {
      kind: "schedule",
      group,
      name,
      spec,
      fromTemplate: false,
      createdAt: now,
      modifiedAt: now,
      ...(token === undefined ? {} : { clientToken: token }),
    },
    spec,
    true,
  );
}

/** Stores a schedule under a new specification; its beat goes on when the timing has not changed. */
export function putSchedule(
  state: State,
  firing: Firing,
  before: Schedule,
  spec: ScheduleSpec,
  isNew = false,
): { readonly ScheduleArn: string } {
  timingOf(spec);
  if (spec.StartDate !== undefined && spec.EndDate !== undefined && spec.EndDate <= spec.StartDate) {
    throw new AwsError("ValidationException", "The StartDate must come before the EndDate.");
  }
  const now = state.clock.now();
  const { nextAt: due, ...rest } = before;
  const keepsBeat = !isNew && timingKey(before.spec) === timingKey(spec);
  const nextAt = keepsBeat ? due : firstOccurrence(spec, now);
  const key = scheduleKey(before.group, before.name);
  state.journal.write({
    [key]: { ...rest, spec, modifiedAt: now, ...(nextAt === undefined ? {} : { nextAt }) },
  });
  firing.follow(before.group, before.name);
  return { ScheduleArn: scheduleArn(state.place, before.group, before.name) };
}

const timingKey = (spec: ScheduleSpec): string =>
  JSON.stringify([spec.ScheduleExpression, spec.ScheduleExpressionTimezone, spec.StartDate, spec.EndDate]);

/** Removes a schedule; an occurrence already on its way still arrives. */
export function removeSchedule(state: State, firing: Firing, group: string, name: string): void {
  state.journal.write({ [scheduleKey(group, name)]: undefined });
  firing.follow(group, name);
}

function createGroup(state: State, name: string, token: string | undefined): object {
  scheduleName.parse(name);
  const existing = state.journal.records.get(groupKey(name));
  if (existing?.kind === "group") {
    const same = token !== undefined && existing.clientToken === token;
    if (!same) throw new AwsError("ConflictException", `Schedule group ${name} already exists.`, 409);
    return { ScheduleGroupArn: groupArn(state.place, name) };
  }
  putGroup(state, name, token);
  return { ScheduleGroupArn: groupArn(state.place, name) };
}

/** Stores a new group. */
export function putGroup(state: State, name: string, token?: string): void {
  const clientToken = token === undefined ? {} : { clientToken: token };
  state.journal.write({
    [groupKey(name)]: { kind: "group", name, createdAt: state.clock.now(), ...clientToken },
  });
}

function deleteGroup(state: State, firing: Firing, name: string): object {
  requireGroup(state, name);
  if (name === "default")
    throw new AwsError("ValidationException", "The default schedule group cannot be deleted.");
  for (const schedule of schedulesOf(state)) {
    if (schedule.group === name) removeSchedule(state, firing, name, schedule.name);
  }
  state.journal.write({ [groupKey(name)]: undefined });
  return {};
}

function listSchedules(state: State, wanted: z.infer<typeof schedulePage>): object {
  const schedules = schedulesOf(state).filter(
    (schedule) =>
      schedule.name.startsWith(wanted.NamePrefix) &&
      (wanted.ScheduleGroup === undefined || schedule.group === wanted.ScheduleGroup) &&
      (wanted.State === undefined || schedule.spec.State === wanted.State),
  );
  const shown = pageOf(schedules, (schedule) => scheduleKey(schedule.group, schedule.name), wanted);
  const summaries = shown.items.map((schedule) => {
    const { Arn, GroupName, Name, State, CreationDate, LastModificationDate } = describe(state, schedule);
    return {
      Arn,
      GroupName,
      Name,
      State,
      CreationDate,
      LastModificationDate,
      Target: { Arn: schedule.spec.Target.Arn },
    };
  });
  return { Schedules: summaries, ...shown.rest };
}

function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  wanted: z.infer<typeof page>,
): { readonly items: readonly Item[]; readonly rest: { readonly NextToken?: string } } {
  const after = Buffer.from(wanted.NextToken, "base64url").toString("utf8");
  const left = items.filter((item) => after === "" || keyOf(item) > after);
  const shown = left.slice(0, wanted.MaxResults);
  const last = shown.at(-1);
  const more = last !== undefined && left.length > shown.length;
  return { items: shown, rest: more ? { NextToken: Buffer.from(keyOf(last)).toString("base64url") } : {} };
}

function describe(state: State, schedule: Schedule) {
  return {
    ...schedule.spec,
    Arn: scheduleArn(state.place, schedule.group, schedule.name),
    GroupName: schedule.group,
    Name: schedule.name,
    CreationDate: schedule.createdAt / 1000,
    LastModificationDate: schedule.modifiedAt / 1000,
  };
}

function describeGroup(state: State, group: ScheduleGroup): object {
  return {
    Arn: groupArn(state.place, group.name),
    Name: group.name,
    State: "ACTIVE",
    CreationDate: group.createdAt / 1000,
    LastModificationDate: group.createdAt / 1000,
  };
}
