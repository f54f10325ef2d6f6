import type { UseFormReturnType } from "@mantine/form";
import type { AnswerOf } from "../../lib/api/types.ts";

/** A sector as the API gives it. */
export type SectorRecord = AnswerOf<"getSector">;
/** A queue as the API gives it, with who serves it. */
export type QueueRecord = AnswerOf<"getQueue">;

/** What is decided about a sector, except whether it is active. */
export type SectorValues = Pick<
  SectorRecord,
  | "name"
  | "managerIds"
  | "hours"
  | "outOfHours"
  | "ticketLimit"
  | "outreach"
  | "inactivity"
  | "serviceLevel"
  | "tagsRequired"
  | "survey"
  | "routing"
>;

/** What is decided about a queue. */
export type QueueValues = Pick<
  QueueRecord,
  "name" | "routing" | "channelIds" | "waitingCap" | "greeting" | "tellsPosition" | "agentIds"
>;

/** A form with a sector's values in it, as its parts are given it. */
export interface SectorPart {
  readonly form: UseFormReturnType<SectorValues>;
}

/** The record's part that the form shows, with its version. */
export const readSector = (sector: SectorRecord): { values: SectorValues; version: number } => ({
  values: {
    name: sector.name,
    managerIds: sector.managerIds,
    hours: sector.hours,
    outOfHours: sector.outOfHours,
    ticketLimit: sector.ticketLimit,
    outreach: sector.outreach,
    inactivity: sector.inactivity,
    serviceLevel: sector.serviceLevel,
    tagsRequired: sector.tagsRequired,
    survey: sector.survey,
    routing: sector.routing,
  },
  version: sector.version,
});

/** A queue to begin with. */
export const emptyQueue = (routing: QueueValues["routing"]): QueueValues => ({
  name: "",
  agentIds: [],
  channelIds: [],
  routing,
  waitingCap: null,
  greeting: null,
  tellsPosition: false,
});
