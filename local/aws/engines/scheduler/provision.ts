import * as z from "zod";
import type { Resource } from "../../types.ts";
import type { Firing } from "./firing.ts";
import { putGroup, putSchedule, removeSchedule } from "./operations.ts";
import type { Schedule } from "./records.ts";
import { scheduleSpec } from "./records.ts";
import type { State } from "./state.ts";
import { findSchedule, groupKey, requireGroup, scheduleKey, schedulesOf } from "./state.ts";

/** The template spells dates as text, the API as epoch seconds. */
const date = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text) / 1000)
  .optional();
const scheduleProperties = z
  .object({ GroupName: z.string().default("default"), StartDate: date, EndDate: date })
  .loose();

/** Brings groups and schedules in line with the template. Throws for properties the service would refuse. */
export function provisionSchedules(state: State, firing: Firing, resources: readonly Resource[]): void {
  for (const resource of resources) {
    if (resource.type !== "AWS::Scheduler::ScheduleGroup") continue;
    if (state.journal.records.get(groupKey(resource.physicalId)) === undefined)
      putGroup(state, resource.physicalId);
  }
  const wanted = new Set<string>();
  for (const resource of resources) {
    if (resource.type === "AWS::Scheduler::Schedule") wanted.add(provisionSchedule(state, firing, resource));
  }
  for (const schedule of schedulesOf(state)) {
    const dropped = schedule.fromTemplate && !wanted.has(scheduleKey(schedule.group, schedule.name));
    if (dropped) removeSchedule(state, firing, schedule.group, schedule.name);
  }
}

function provisionSchedule(state: State, firing: Firing, resource: Resource): string {
  const result = scheduleProperties.safeParse(resource.properties);
  const spec = scheduleSpec.safeParse(result.data ?? {});
  const fault = result.error ?? spec.error;
  if (!result.success || !spec.success) {
    throw new Error(
      `${resource.logicalId} (${resource.type}): ${fault === undefined ? "" : z.prettifyError(fault)}`,
    );
  }
  const group = result.data.GroupName;
  const name = resource.physicalId;
  requireGroup(state, group);
  const now = state.clock.now();
  const existing = findSchedule(state, group, name);
  const fresh: Schedule = {
    kind: "schedule",
    group,
    name,
    spec: spec.data,
    fromTemplate: true,
    createdAt: now,
    modifiedAt: now,
  };
  putSchedule(state, firing, existing ?? fresh, spec.data, existing === undefined);
  return scheduleKey(group, name);
}
