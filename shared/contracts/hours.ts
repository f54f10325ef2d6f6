import * as z from "zod";

/** A time of day on a wall clock, from 00:00 to 23:59. */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "like 08:30");
export type WallTime = z.infer<typeof WallTime>;

/**
 * From one time of day to another. It belongs to the day on which it begins: one whose end is not after its beginning
 * runs past midnight into the next day, and one that begins and ends at the same time lasts 24 hours.
 */
export const Interval = z.strictObject({ from: WallTime, to: WallTime });
export type Interval = z.infer<typeof Interval>;

const Intervals = z.array(Interval).max(6);

export const weekdays = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;
export type Weekday = (typeof weekdays)[number];

/** An IANA time zone that this runtime knows. */
export const TimeZone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
      return true;
    } catch {
      return false;
    }
  }, "not an IANA time zone");

/**
 * A day with hours of its own in place of the weekday's: none is a closed day. `date` is yyyy-mm-dd for one day, mm-dd for
 * every year (02-29 exists in leap years only).
 */
export const SpecialDay = z.strictObject({
  date: z.union([z.iso.date(), z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "like 12-25")]),
  name: z.string().trim().min(1).max(80),
  intervals: Intervals,
});
export type SpecialDay = z.infer<typeof SpecialDay>;

/** When somebody is there. A day that is absent from `weekly` is closed. Two special days of one date: the dated one counts. */
export const Hours = z.strictObject({
  timeZone: TimeZone,
  weekly: z.partialRecord(z.enum(weekdays), Intervals),
  special: z.array(SpecialDay).max(200),
});
export type Hours = z.infer<typeof Hours>;
