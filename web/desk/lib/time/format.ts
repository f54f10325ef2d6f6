import type { Locale, Time } from "../../../../shared/contracts/values.ts";

/** Formats in the person's language and zone (the browser's, unless given). Formatters are kept: making one is dear. */
export interface TimeFormat {
  /** 14:05 */
  readonly hour: (time: Time) => string;
  /** hoje, ontem, or the date: what stands between the days of a conversation. */
  readonly day: (time: Time, now: number) => string;
  /** 23 nov. 14:05, for what is not today. */
  readonly dayAndHour: (time: Time) => string;
  /** 23/11/2026, 14:05: for tables over a long time. */
  readonly dateAndHour: (time: Time) => string;
  /** The hour of today, otherwise the day: for lists. */
  readonly brief: (time: Time, now: number) => string;
  /** Names the calendar day: two times of one day give the same text. */
  readonly dayKey: (time: Time) => string;
}

const dayMilliseconds = 86_400_000;
const made = new Map<string, TimeFormat>();

/** The formats of a language and zone. */
export function timeFormat(locale: Locale, timeZone?: string): TimeFormat {
  const key = `${locale} ${timeZone ?? ""}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = make(locale, timeZone);
  made.set(key, fresh);
  return fresh;
}

function make(locale: Locale, timeZone: string | undefined): TimeFormat {
  const zone = timeZone === undefined ? {} : { timeZone };
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, ...zone });
  const hour = formatter({ hour: "2-digit", minute: "2-digit" });
  const date = formatter({ weekday: "long", day: "numeric", month: "long" });
  const withYear = formatter({ day: "numeric", month: "long", year: "numeric" });
  const short = formatter({ day: "2-digit", month: "short" });
  const both = formatter({ day: "2-digit", month: "short", hour: "2-digit", minute: "2-digit" });
  const whole = formatter({
    ...{ day: "2-digit", month: "2-digit", year: "numeric" },
    ...{ hour: "2-digit", minute: "2-digit" },
  });
  const key = formatter({ year: "numeric", month: "2-digit", day: "2-digit" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const at = (time: Time) => Date.parse(time);
  const keyOf = (milliseconds: number) => key.format(milliseconds);
  const isToday = (time: Time, now: number) => keyOf(at(time)) === keyOf(now);
  return {
    hour: (time) => hour.format(at(time)),
    dayAndHour: (time) => both.format(at(time)),
    dateAndHour: (time) => whole.format(at(time)),
    dayKey: (time) => keyOf(at(time)),
    day: (time, now) => {
      if (isToday(time, now)) return relative.format(0, "day");
      if (keyOf(at(time)) === keyOf(now - dayMilliseconds)) return relative.format(-1, "day");
      return now - at(time) > 300 * dayMilliseconds ? withYear.format(at(time)) : date.format(at(time));
    },
    brief: (time, now) => (isToday(time, now) ? hour.format(at(time)) : short.format(at(time))),
  };
}

/** A duration for a timer: 0:42, 12:05, 1:02:03. Negative counts as none. */
export function timer(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
