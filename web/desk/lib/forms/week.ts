import type { Hours, Interval, Weekday } from "../../../../shared/contracts/hours.ts";

/** The weekly hours of a sector or a person. A day without hours is absent: that is a closed day. */
export type Week = Hours["weekly"];

/** The days as a working week is read. */
export const daysFromMonday = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies readonly Weekday[];

/** Monday to Friday. */
export const workingDays: readonly Weekday[] = daysFromMonday.slice(0, 5);

/** As many ranges as a day takes, by the contract. */
export const mostRanges = 6;

const [dayLength, weekLength] = [1_440, 10_080];

/** The ranges of a day, in the order in which they were given. */
export const rangesOf = (week: Week, day: Weekday): readonly Interval[] => week[day] ?? [];

/** The week with other ranges on one day. */
export function withDay(week: Week, day: Weekday, ranges: readonly Interval[]): Week {
  const { [day]: _, ...others } = week;
  return ranges.length === 0 ? others : { ...others, [day]: ranges.map((range) => ({ ...range })) };
}

/** The week with the ranges of one day on others too. */
export const withCopies = (week: Week, from: Weekday, to: readonly Weekday[]): Week =>
  to.reduce((copied, day) => withDay(copied, day, rangesOf(week, from)), week);

/** The same ranges on each of these days, and none on the others. */
export const weekOf = (days: readonly Weekday[], ranges: readonly Interval[]): Week =>
  days.reduce<Week>((week, day) => withDay(week, day, ranges), {});

/** Minutes since midnight; undefined for what is no time of day. */
function minutesOf(time: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

const timeOf = (minutes: number): string =>
  `${Math.floor(minutes / 60)
    .toString()
    .padStart(2, "0")}:${(minutes % 60).toString().padStart(2, "0")}`;

/** A time of day from what is typed: `9`, `930`, `9h30`, `09:30`. What is no time stays as it was typed, for the contract to refuse. */
export function timeTyped(text: string): string {
  const match = /^(\d{1,2})(?:[:h.,\s]?(\d{2}))?h?$/i.exec(text.trim());
  const [hour, minute] = [Number(match?.[1] ?? 24), Number(match?.[2] ?? 0)];
  return hour < 24 && minute < 60 ? timeOf(hour * 60 + minute) : text.trim();
}

/** Whether a text is a time of day as the contract has it. */
export const isTime = (text: string): boolean => minutesOf(text) !== undefined;

/** Whether both times of a range were given. */
const isWhole = ({ from, to }: Interval): boolean => isTime(from) && isTime(to);

/** What a whole range says beside its times: it lasts 24 hours, or runs into the next day. */
export function reachOf(range: Interval): "all-day" | "next-day" | null {
  if (!isWhole(range)) return null;
  if (range.from === range.to) return "all-day";
  return range.to < range.from ? "next-day" : null;
}

/**
 * One more range, where the day has room: nine to six on a closed day, otherwise an hour after what is there. Where nothing
 * is left of the day the times are empty, for the person to say.
 */
export function withRange(week: Week, day: Weekday): Week {
  const ranges = rangesOf(week, day);
  if (ranges.length >= mostRanges) return week;
  return withDay(week, day, [...ranges, nextAfter(ranges)]);
}

function nextAfter(ranges: readonly Interval[]): Interval {
  if (ranges.length === 0) return { from: "09:00", to: "18:00" };
  const ends = ranges.map((range) => spanIn(0, range)?.to ?? dayLength);
  const from = Math.max(...ends) + 60;
  if (from + 60 >= dayLength) return { from: "", to: "" };
  return { from: timeOf(from), to: timeOf(Math.min(from + 240, dayLength - 1)) };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A whole range of the `index`th day in minutes of the week; it may reach past the week's end. */
function spanIn(index: number, { from, to }: Interval): Span | undefined {
  const [begins, ends] = [minutesOf(from), minutesOf(to)];
  if (begins === undefined || ends === undefined) return undefined;
  const start = index * dayLength;
  return { from: start + begins, to: start + (ends > begins ? ends : ends + dayLength) };
}

const spansOf = (week: Week): readonly (Span & { readonly place: string })[] =>
  daysFromMonday.flatMap((day, index) =>
    rangesOf(week, day).flatMap((range, at) => {
      const span = spanIn(index, range);
      return span === undefined ? [] : [{ ...span, place: placeOf(day, at) }];
    }),
  );

/** Names a range of a week. */
export const placeOf = (day: Weekday, index: number): string => `${day}.${index}`;

/** Ranges that cover time which another covers too, also past midnight: it does no harm, but is seldom meant. */
export function overlapping(week: Week): ReadonlySet<string> {
  const spans = spansOf(week);
  const meet = (one: Span, other: Span): boolean =>
    [-weekLength, 0, weekLength].some((shift) => one.from < other.to + shift && other.from + shift < one.to);
  return new Set(
    spans.filter((one) => spans.some((other) => other !== one && meet(one, other))).map(({ place }) => place),
  );
}

/** How many minutes of a week are covered; what is covered twice counts once. */
export function coveredMinutes(week: Week): number {
  const within = spansOf(week)
    .flatMap(({ from, to }) =>
      to <= weekLength
        ? [{ from, to }]
        : [
            { from, to: weekLength },
            { from: 0, to: to - weekLength },
          ],
    )
    .toSorted((a, b) => a.from - b.from);
  let [covered, end] = [0, 0];
  for (const { from, to } of within) {
    covered += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return covered;
}
