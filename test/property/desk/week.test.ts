import * as fc from "fast-check";
import {
  coveredMinutes,
  daysFromMonday,
  mostRanges,
  overlapping,
  rangesOf,
  timeTyped,
  type Week,
  withCopies,
  withDay,
  withRange,
} from "../../../web/desk/lib/forms/week.ts";
import { describe, expect, it } from "vitest";
import { Hours } from "../../../shared/contracts/hours.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { isOpen } from "../../../shared/domain/hours.ts";

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 30))
  .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
const range = fc.record({ from: time, to: time });
const day = fc.constantFrom(...daysFromMonday);
const week: fc.Arbitrary<Week> = fc
  .array(fc.tuple(day, fc.array(range, { maxLength: 3 })), { maxLength: 7 })
  .map((days) => days.reduce<Week>((made, [on, ranges]) => withDay(made, on, ranges), {}));

const monday = Date.UTC(2024, 0, 1);

describe("a week of hours", () => {
  it("covers as much of a week as the desk is open by it", () => {
    fc.assert(
      fc.property(week, (weekly) => {
        const hours: Hours = { timeZone: "UTC", weekly, special: [] };
        const halves = Array.from({ length: 336 }, (_, half) => monday + half * 1_800_000);
        const open = halves.filter((it) => isOpen(hours, new Date(it).toISOString() as Time));
        expect(coveredMinutes(weekly)).toBe(open.length * 30);
      }),
      { numRuns: 12 },
    );
  });

  it("overlaps exactly where its ranges together are longer than what they cover", () => {
    fc.assert(
      fc.property(week, (weekly) => {
        const alone = daysFromMonday
          .flatMap((on) => rangesOf(weekly, on).map((it) => coveredMinutes({ [on]: [it] })))
          .reduce((sum, minutes) => sum + minutes, 0);
        expect(overlapping(weekly).size > 0).toBe(alone > coveredMinutes(weekly));
      }),
    );
  });

  it("stays one that the contract takes, whatever is added and copied, and says no time twice by itself", () => {
    fc.assert(
      fc.property(week, day, fc.array(day), (weekly, from, to) => {
        const copied = withCopies(weekly, from, to);
        for (const on of to) expect(rangesOf(copied, on)).toEqual(rangesOf(weekly, from));
        for (const on of daysFromMonday)
          if (!to.includes(on)) expect(rangesOf(copied, on)).toEqual(rangesOf(weekly, on));
        expect(Hours.safeParse({ timeZone: "UTC", weekly: copied, special: [] }).success).toBe(true);
      }),
    );
  });

  it("proposes further hours of a day that are free and whole, or leaves them to the person", () => {
    fc.assert(
      fc.property(day, fc.array(range, { maxLength: 2 }), (on, ranges) => {
        const before = withDay({}, on, ranges);
        const after = withRange(before, on);
        const proposed = rangesOf(after, on).at(-1);
        if (proposed?.from === "") expect(proposed.to).toBe("");
        else {
          expect(Hours.shape.weekly.safeParse(after).success).toBe(true);
          expect(overlapping(after).size).toBe(overlapping(before).size);
        }
      }),
    );
    const full = Array.from({ length: mostRanges + 2 }).reduce<Week>((it) => withRange(it, "monday"), {});
    expect(rangesOf(full, "monday")).toHaveLength(mostRanges);
  });
});

describe("a time that is typed", () => {
  it.each([
    ["9", "09:00"],
    ["930", "09:30"],
    ["9h30", "09:30"],
    ["18h", "18:00"],
    [" 23:59", "23:59"],
    ["24", "24"],
    ["12:7", "12:7"],
    ["", ""],
  ])("as %o is %o", (typed, text) => {
    expect(timeTyped(typed)).toBe(text);
    expect(timeTyped(text)).toBe(text);
  });
});
