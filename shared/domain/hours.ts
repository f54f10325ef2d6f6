import type { Hours, Interval, Weekday } from "../contracts/hours.ts";
import type { Time } from "../contracts/values.ts";
import { weekdays } from "../contracts/hours.ts";

/** A calendar day, without a time zone. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A stretch of real time, in milliseconds since the epoch; the end is not part of it. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** How far ahead an opening is looked for: special days can close a sector for long, but not for ever. */
const horizonDays = 400;

/**
 * Whether somebody is there at this instant. An interval belongs to the day on which it begins in the hours' time zone, so
 * one that runs past midnight goes on although the next day is closed. Times that a change of clocks skips begin when the
 * clock goes on; times that it repeats count from the first to the last of them.
 */
export function isOpen(hours: Hours | null, at: Time): boolean {
  if (hours === null) return true;
  const instant = Date.parse(at);
  // An interval lasts at most 24 hours of the clock, which are at most 25 of real time: two days back cover it.
  return spansFrom(hours, addDays(dayAt(hours.timeZone, instant), -2), 4).some(
    (span) => span.from <= instant && instant < span.to,
  );
}

/** The next instant, after `at`, at which it opens, when it is closed then. Null when it is open, or stays closed. */
export function nextOpening(hours: Hours | null, at: Time): Time | null {
  if (hours === null || isOpen(hours, at)) return null;
  const instant = Date.parse(at);
  const today = dayAt(hours.timeZone, instant);
  for (let offset = -1; offset <= horizonDays; offset += 1) {
    const opening = spansFrom(hours, addDays(today, offset), 1)
      .map((span) => span.from)
      .filter((from) => from > instant)
      .toSorted((a, b) => a - b)[0];
    if (opening !== undefined) return new Date(opening).toISOString() as Time;
  }
  return null;
}

/** The next instant, after `at`, at which it closes. Null when it is closed, or stays open. */
export function nextClosing(hours: Hours | null, at: Time): Time | null {
  if (hours === null || !isOpen(hours, at)) return null;
  let end = Date.parse(at);
  const last = end + horizonDays * dayLength;
  while (end < last) {
    const spans = spansFrom(hours, addDays(dayAt(hours.timeZone, end), -2), 4);
    const further = Math.max(
      end,
      ...spans.filter((span) => span.from <= end && end < span.to).map((span) => span.to),
    );
    if (further === end) return new Date(end).toISOString() as Time;
    end = further;
  }
  return null;
}

const dayLength = 86_400_000;

/** The stretches of `count` days that begin on `first`. */
function spansFrom(hours: Hours, first: Day, count: number): readonly Span[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index)).flatMap((day) =>
    intervalsOf(hours, day).flatMap((interval) => spanOf(hours.timeZone, day, interval)),
  );
}

function intervalsOf(hours: Hours, day: Day): readonly Interval[] {
  const monthAndDay = `${pad(day.month)}-${pad(day.day)}`;
  const dated = hours.special.find((special) => special.date === `${day.year}-${monthAndDay}`);
  const special = dated ?? hours.special.find((each) => each.date === monthAndDay);
  return special?.intervals ?? hours.weekly[weekdayOf(day)] ?? [];
}

function spanOf(timeZone: string, day: Day, { from, to }: Interval): readonly Span[] {
  const begins = instantOf(timeZone, day, from, "earliest");
  const ends = instantOf(timeZone, to > from ? day : addDays(day, 1), to, "latest");
  return begins < ends ? [{ from: begins, to: ends }] : [];
}

/**
 * The instant at which the zone's clock shows this. Where it shows it twice, the earliest or latest as asked; where it is
 * skipped, the instant at which the clock is set forward.
 */
function instantOf(timeZone: string, day: Day, time: string, which: "earliest" | "latest"): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const shown = Date.UTC(day.year, day.month - 1, day.day, hour, minute);
  const offsets = [offsetAt(timeZone, shown - dayLength), offsetAt(timeZone, shown + dayLength)];
  const fitting = offsets
    .map((offset) => shown - offset)
    .filter((instant) => instant + offsetAt(timeZone, instant) === shown);
  if (fitting.length > 0) return which === "earliest" ? Math.min(...fitting) : Math.max(...fitting);
  return firstInstantShowingAfter(timeZone, shown, Math.min(...offsets.map((offset) => shown - offset)));
}

/** Where the clock jumps over `shown`: the first instant at which it shows something later, to the minute. */
function firstInstantShowingAfter(timeZone: string, shown: number, near: number): number {
  let before = near - 3 * 3_600_000;
  let after = near + 3 * 3_600_000;
  while (after - before > 60_000) {
    const middle = Math.floor((before + after) / 120_000) * 60_000;
    if (middle + offsetAt(timeZone, middle) > shown) after = middle;
    else before = middle;
  }
  return after;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's clock is ahead of UTC at an instant, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1_000) * 1_000;
}

function dayAt(timeZone: string, instant: number): Day {
  const shown = new Date(instant + offsetAt(timeZone, instant));
  return { year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate() };
}

function addDays({ year, month, day }: Day, days: number): Day {
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

const weekdayOf = ({ year, month, day }: Day): Weekday =>
  weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? "sunday";

const pad = (number: number): string => number.toString().padStart(2, "0");
