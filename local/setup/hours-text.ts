import type { Hours, Interval, SpecialDay, Weekday } from "../../shared/contracts/hours.ts";
import { weekdays } from "../../shared/contracts/hours.ts";

const time = "([01]\\d|2[0-3]):[0-5]\\d";
const span = `${time}-(${time}|24:00)`;

/** Hours of one day as people write them: intervals, `closed`, or `all day`. */
export const intervalsPattern = new RegExp(`^(closed|all day|${span}( *, *${span}){0,5})$`);

const dayName = "(sun|mon|tue|wed|thu|fri|sat)[a-z]*";

/** What may be a key of hours, for editors; {@link daysOf} decides. */
export const hoursKeysPattern = `^(timeZone|holidays|special|${dayName} *([,-] *${dayName} *)*)$`;

/** A text of {@link intervalsPattern} as intervals. The day's end may be written 24:00. */
export function intervalsOf(text: string): Interval[] {
  if (text === "closed") return [];
  if (text === "all day") return [{ from: "00:00", to: "00:00" }];
  return text.split(",").map((part) => {
    const [from = "", to = ""] = part.trim().split("-");
    return { from, to: to === "24:00" ? "00:00" : to };
  });
}

const order = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const short = (day: Weekday): string => day.slice(0, 3);
const byName = new Map<string, Weekday>(
  weekdays.flatMap((day) => [
    [day, day],
    [short(day), day],
  ]),
);

/**
 * The days that `mon`, `mon-fri` or `mon, wed, sat-sun` name; a range may run over the end of the week. Undefined when it
 * names none or something else.
 */
export function daysOf(text: string): readonly Weekday[] | undefined {
  const days: Weekday[] = [];
  for (const part of text.toLowerCase().split(",")) {
    const [first, last, more] = part.split("-").map((name) => byName.get(name.trim()));
    const isRange = part.includes("-");
    if (first === undefined || more !== undefined || (isRange && last === undefined)) return undefined;
    const from = order.indexOf(first);
    const length = last === undefined ? 1 : ((order.indexOf(last) - from + 7) % 7) + 1;
    for (let offset = 0; offset < length; offset += 1) {
      const day = order[(from + offset) % 7];
      if (day !== undefined) days.push(day);
    }
  }
  return days;
}

/** Hours in one canonical form, so that the same hours are the same value: closed days left out, special days in order. */
export const sameHours = ({ timeZone, weekly, special }: Hours): Hours => ({
  timeZone,
  weekly: Object.fromEntries(
    order.flatMap((day) => {
      const intervals = weekly[day] ?? [];
      return intervals.length === 0 ? [] : [[day, intervals]];
    }),
  ),
  special: special.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
});

/** The week as people write it, in one line; special days are counted only. */
export function hoursText(hours: Hours | null): string {
  if (hours === null) return "always";
  const { timeZone, weekly, special } = hours;
  const groups: { first: Weekday; last: Weekday; text: string }[] = [];
  for (const [index, day] of order.entries()) {
    const text = intervalsText(weekly[day] ?? []);
    const previous = groups.at(-1);
    if (previous?.text === text && previous.last === order[index - 1]) previous.last = day;
    else groups.push({ first: day, last: day, text });
  }
  const days = groups
    .filter(({ text }) => text !== "closed")
    .map(({ first, last, text }) => `${short(first)}${first === last ? "" : `-${short(last)}`} ${text}`);
  const specials =
    special.length === 0 ? [] : [`${special.length} special ${special.length === 1 ? "day" : "days"}`];
  return [...(days.length === 0 ? ["closed"] : days), ...specials, timeZone].join("; ");
}

/** So many special days are named. */
const mostNamed = 3;

/** Special days that are there in one and not the same in the other, as people write them: those that go first. */
export function specialDaysText(before: Hours | null, after: Hours | null): string {
  const [was, is] = [before, after].map((hours) => (hours?.special ?? []).map(specialText));
  const days = [
    ...(was ?? []).filter((day) => is?.includes(day) !== true).map((day) => `- ${day}`),
    ...(is ?? []).filter((day) => was?.includes(day) !== true).map((day) => `+ ${day}`),
  ];
  const more = days.length - mostNamed;
  return [...days.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

const specialText = ({ date, name, intervals }: SpecialDay): string =>
  `${date} ${name}${intervals.length === 0 ? "" : ` (${intervalsText(intervals)})`}`;

function intervalsText(intervals: readonly Interval[]): string {
  if (intervals.length === 0) return "closed";
  return intervals
    .map(({ from, to }) => (from === "00:00" && to === "00:00" ? "all day" : `${from}-${to}`))
    .join(", ");
}
