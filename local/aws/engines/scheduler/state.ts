import type { Clock, Place } from "../../types.ts";
import { AwsError } from "../cognito/support/aws-service.ts";
import type { Journal } from "../cognito/support/journal.ts";
import { openJournal } from "../cognito/support/journal.ts";
import type { Timing } from "./expressions.ts";
import { isTimeZone, readExpression } from "./expressions.ts";
import type { Invocation, Schedule, ScheduleGroup, ScheduleSpec, StoredRecord } from "./records.ts";
import { storedRecord } from "./records.ts";

/** The schedules and groups, and what is needed to make more. */
export interface State {
  readonly clock: Clock;
  readonly place: Place;
  readonly journal: Journal<StoredRecord>;
}

/** Opens the state under `dataDir`, or an empty one in memory; the group `default` is always there. */
export function openState(clock: Clock, place: Place, dataDir: string | undefined): State {
  const journal = openJournal({ dataDir, name: "scheduler", schema: storedRecord });
  if (journal.records.get(groupKey("default")) === undefined) {
    journal.write({ [groupKey("default")]: { kind: "group", name: "default", createdAt: clock.now() } });
  }
  return { clock, place, journal };
}

export const scheduleKey = (group: string, name: string): string => `schedule/${group}/${name}`;
export const invocationKey = (id: string): string => `invocation/${id}`;
export const groupKey = (name: string): string => `group/${name}`;

export const scheduleArn = (place: Place, group: string, name: string): string =>
  `arn:aws:scheduler:${place.region}:${place.account}:schedule/${group}/${name}`;
export const groupArn = (place: Place, name: string): string =>
  `arn:aws:scheduler:${place.region}:${place.account}:schedule-group/${name}`;

/** All schedules, by group and name. */
export function schedulesOf(state: State): Schedule[] {
  return [...state.journal.records.values()]
    .filter((record) => record.kind === "schedule")
    .sort((a, b) => (scheduleKey(a.group, a.name) < scheduleKey(b.group, b.name) ? -1 : 1));
}

/** Occurrences on their way to a target. */
export function invocationsOf(state: State): Invocation[] {
  return [...state.journal.records.values()].filter((record) => record.kind === "invocation");
}

/** All groups, by name. */
export function groupsOf(state: State): ScheduleGroup[] {
  return [...state.journal.records.values()]
    .filter((record) => record.kind === "group")
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function findSchedule(state: State, group: string, name: string): Schedule | undefined {
  const record = state.journal.records.get(scheduleKey(group, name));
  return record?.kind === "schedule" ? record : undefined;
}

/** The schedule, or `ResourceNotFoundException`. */
export function requireSchedule(state: State, group: string, name: string): Schedule {
  const schedule = findSchedule(state, group, name);
  if (schedule === undefined) throw notFound(`Schedule ${name} does not exist.`);
  return schedule;
}

/** The group, or `ResourceNotFoundException`. */
export function requireGroup(state: State, name: string): ScheduleGroup {
  const record = state.journal.records.get(groupKey(name));
  if (record?.kind !== "group") throw notFound(`Schedule group ${name} does not exist.`);
  return record;
}

/** What the expression means, or `ValidationException`. */
export function timingOf(spec: ScheduleSpec): Timing {
  if (!isTimeZone(spec.ScheduleExpressionTimezone)) {
    throw new AwsError(
      "ValidationException",
      `Invalid ScheduleExpressionTimezone ${spec.ScheduleExpressionTimezone}.`,
    );
  }
  const timing = readExpression(spec.ScheduleExpression, spec.ScheduleExpressionTimezone);
  if (timing === undefined) {
    throw new AwsError("ValidationException", `Invalid Schedule Expression ${spec.ScheduleExpression}.`);
  }
  return timing;
}

/**
 * The first occurrence of a new or changed schedule. A one-time schedule ignores start and end; a rate begins at its
 * start date, or at once without one, and a start in the past keeps its beat.
 */
export function firstOccurrence(spec: ScheduleSpec, now: number): number | undefined {
  const timing = timingOf(spec);
  if (timing.kind === "once") return timing.at;
  const start = spec.StartDate === undefined ? now : spec.StartDate * 1000;
  const behind = Math.max(0, Math.ceil((now - start) / timing.periodMs));
  return withinEnd(spec, start + behind * timing.periodMs);
}

/** The occurrence after one that was due at `last`; those that time has jumped over count as one. */
export function nextOccurrence(spec: ScheduleSpec, last: number, now: number): number | undefined {
  const timing = timingOf(spec);
  if (timing.kind === "once") return undefined;
  const steps = Math.max(1, Math.floor((now - last) / timing.periodMs));
  return withinEnd(spec, last + steps * timing.periodMs);
}

function withinEnd(spec: ScheduleSpec, at: number): number | undefined {
  return spec.EndDate !== undefined && at >= spec.EndDate * 1000 ? undefined : at;
}

const notFound = (message: string): AwsError => new AwsError("ResourceNotFoundException", message, 404);
