import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hours, type Interval, weekdays } from "../../shared/contracts/hours.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { isOpen, nextClosing, nextOpening } from "../../shared/domain/hours.ts";

const minute = 60_000;
const time = (milliseconds: number): Time => new Date(milliseconds).toISOString() as Time;

/** Zones with and without daylight saving, half-hour offsets, and a half-hour change of clocks (Lord Howe). */
const zones = [
  "America/Sao_Paulo",
  "America/New_York",
  "Europe/Lisbon",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Auckland",
  "UTC",
] as const;

const wallTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom("00", "15", "30", "59"))
  .map(([hour, part]) => `${String(hour).padStart(2, "0")}:${part}`);
const interval: fc.Arbitrary<Interval> = fc.record({ from: wallTime, to: wallTime });
const intervals = fc.array(interval, { maxLength: 3 });

/** Days around changes of clocks, leap days and year ends. */
const corners = [
  "2026-03-08",
  "2026-11-01",
  "2026-03-29",
  "2026-10-25",
  "2026-04-05",
  "2026-10-04",
  "2027-04-04",
  "2026-09-27",
  "2028-02-28",
  "2028-02-29",
  "2028-03-01",
  "2026-12-31",
  "2027-01-01",
  "2026-11-23",
] as const;

const hours: fc.Arbitrary<Hours> = fc.record({
  timeZone: fc.constantFrom(...zones),
  weekly: fc.record(
    Object.fromEntries(weekdays.map((day) => [day, intervals])) as Record<
      (typeof weekdays)[number],
      typeof intervals
    >,
    { requiredKeys: [] },
  ),
  special: fc.array(
    fc.record({
      date: fc.constantFrom(...corners, "02-29", "12-25", "01-01", "11-23"),
      name: fc.constant("dia"),
      intervals,
    }),
    { maxLength: 3 },
  ),
});

const instant = fc
  .tuple(fc.constantFrom(...corners), fc.integer({ min: -1_500, max: 2_900 }))
  .map(([day, offset]) => Date.parse(`${day}T00:00:00.000Z`) + offset * minute);

const formats = new Map(
  zones.map((timeZone) => [
    timeZone as string,
    new Intl.DateTimeFormat("en-CA", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      weekday: "long",
    }),
  ]),
);

interface Shown {
  readonly date: string;
  readonly clock: string;
  readonly weekday: string;
}

const shownAt = (timeZone: string, at: number): Shown => {
  const parts = Object.fromEntries(
    (formats.get(timeZone)?.formatToParts(at) ?? []).map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
    clock: `${parts["hour"]}:${parts["minute"]}`,
    weekday: (parts["weekday"] ?? "").toLowerCase(),
  };
};

/**
 * The naive oracle: walks minute by minute from two days before, opening whenever the clock has reached the beginning of an
 * interval of the day it shows and closing when it has last shown its end.
 */
function naive(spec: Hours, from: number, to: number): ReadonlyMap<number, boolean> {
  const start = from - 3 * 1_440 * minute;
  const open = new Map<number, boolean>();
  const minutes: { readonly at: number; readonly shown: Shown }[] = [];
  for (let at = start; at <= to + 2 * 1_440 * minute; at += minute)
    minutes.push({ at, shown: shownAt(spec.timeZone, at) });
  const key = ({ date, clock }: Shown): string => `${date} ${clock}`;
  const days = new Map<string, Shown>();
  for (const { shown } of minutes) if (!days.has(shown.date)) days.set(shown.date, shown);
  const dates = [...days.keys()];
  for (const [index, date] of dates.entries()) {
    const special =
      spec.special.find((each) => each.date === date) ??
      spec.special.find((each) => each.date === date.slice(5));
    const weekday = days.get(date)?.weekday as (typeof weekdays)[number];
    for (const { from: begins, to: ends } of special?.intervals ?? spec.weekly[weekday] ?? []) {
      const endDate = ends > begins ? date : dates[index + 1];
      if (endDate === undefined) continue;
      const first = minutes.find(({ shown }) => key(shown) >= `${date} ${begins}`)?.at;
      // The end is the last minute that shows it; where the clock skips it, the first that shows something later.
      const exact = minutes.filter(({ shown }) => key(shown) === `${endDate} ${ends}`).at(-1)?.at;
      const last = exact ?? minutes.find(({ shown }) => key(shown) > `${endDate} ${ends}`)?.at;
      if (first === undefined || last === undefined) continue;
      for (let at = first; at < last; at += minute) open.set(at, true);
    }
  }
  return open;
}

describe("opening hours", () => {
  it("are open exactly when a walk through every minute says so, across zones, changes of clocks, leap days and year ends", () => {
    fc.assert(
      fc.property(hours, instant, (spec, at) => {
        const oracle = naive(spec, at, at + 120 * minute);
        for (let each = at; each <= at + 120 * minute; each += 7 * minute) {
          expect({ at: time(each), open: isOpen(spec, time(each)) }).toEqual({
            at: time(each),
            open: oracle.get(each) ?? false,
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it("open at the instant that nextOpening names and at none before", () => {
    fc.assert(
      fc.property(hours, instant, (spec, at) => {
        const opening = nextOpening(spec, time(at));
        if (isOpen(spec, time(at))) {
          expect(opening).toBeNull();
          return;
        }
        const until =
          opening === null ? at + 3 * 1_440 * minute : Math.min(Date.parse(opening), at + 3 * 1_440 * minute);
        for (let each = at; each < until; each += 13 * minute) expect(isOpen(spec, time(each))).toBe(false);
        if (opening !== null) {
          expect(isOpen(spec, opening)).toBe(true);
          expect(isOpen(spec, time(Date.parse(opening) - 1))).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("close at the instant that nextClosing names and not before", () => {
    fc.assert(
      fc.property(hours, instant, (spec, at) => {
        const closing = nextClosing(spec, time(at));
        if (!isOpen(spec, time(at))) {
          expect(closing).toBeNull();
          return;
        }
        if (closing === null) return;
        expect(isOpen(spec, closing)).toBe(false);
        expect(isOpen(spec, time(Date.parse(closing) - 1))).toBe(true);
        for (
          let each = at;
          each < Math.min(Date.parse(closing), at + 3 * 1_440 * minute);
          each += 13 * minute
        ) {
          expect(isOpen(spec, time(each))).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ["a bar until two in the morning is open after midnight", "2026-11-28T04:30:00.000Z", true],
    ["and closed at two", "2026-11-28T05:00:00.000Z", false],
    ["Christmas is closed every year", "2027-12-25T20:00:00.000Z", false],
    ["but the night that began before goes on into it", "2026-12-25T04:00:00.000Z", true],
  ])("%s", (_, at, open) => {
    const evening = [{ from: "17:00", to: "02:00" }];
    const spec = Hours.parse({
      timeZone: "America/Sao_Paulo",
      weekly: { thursday: evening, friday: evening, saturday: evening },
      special: [{ date: "12-25", name: "Natal", intervals: [] }],
    });
    expect(isOpen(spec, at as Time)).toBe(open);
  });
});
