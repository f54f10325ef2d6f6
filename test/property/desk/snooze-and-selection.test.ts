import * as fc from "fast-check";
import {
  dayOf,
  hourOf,
  instantOf,
  presetsAt,
} from "../../../web/desk/features/workspace/dialogs/snooze-times.ts";
import { describe, expect, it } from "vitest";
import {
  groupsOf,
  stillShown,
  toggled,
  withRange,
} from "../../../web/desk/features/workspace/lists/selection.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";

const minute = 60_000;
const now = fc
  .date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2030-12-31T23:59:59Z"), noInvalidDate: true })
  .map((it) => Math.floor(it.getTime() / minute) * minute);

describe("the times that a snooze offers", () => {
  it("are ahead, in order, none twice, and mornings of their days but for later today", () => {
    fc.assert(
      fc.property(now, (at) => {
        const presets = presetsAt(at);
        const times = presets.map((it) => it.at);
        expect(new Set(times).size).toBe(times.length);
        for (const { name, at: until } of presets) {
          expect(until).toBeGreaterThan(at);
          if (name === "today") expect(dayOf(until)).toBe(dayOf(at));
          else expect(hourOf(until)).toBe("09:00");
          if (name === "monday") expect(new Date(until).getDay()).toBe(1);
          if (name === "week") expect(new Date(until).getDay()).toBe(new Date(at).getDay());
        }
        expect(presets.map(({ name }) => name)).toContain("tomorrow");
      }),
    );
  });

  it("come back from the day and hour that a form shows of them", () => {
    fc.assert(
      fc.property(now, (at) => {
        // An hour that is there twice when clocks are put back may be either of the two.
        const back = instantOf(dayOf(at), hourOf(at)) ?? Number.NaN;
        expect([dayOf(back), hourOf(back)]).toEqual([dayOf(at), hourOf(at)]);
      }),
    );
  });

  it.each([
    [null, "09:00"],
    ["2026-11-23", ""],
    ["2026-13-40", "09:00"],
  ])("are none for the day %o and the hour %o", (day, time) => {
    expect(instantOf(day, time)).toBeNull();
  });
});

const id = fc.integer({ min: 1, max: 120 }).map((it) => `tkt_${it}` as TicketId);
const ids = fc.uniqueArray(id, { maxLength: 120 });

describe("choosing several tickets", () => {
  it("twice is not choosing", () => {
    fc.assert(
      fc.property(ids, id, (chosen, one) => {
        const before = new Set(chosen);
        expect(toggled(toggled(before, one), one)).toEqual(before);
      }),
    );
  });

  it("by a range takes all between, both ends included, whichever way", () => {
    fc.assert(
      fc.property(ids, fc.nat(), fc.nat(), (order, a, b) => {
        const [from, to] = [order[a % order.length], order[b % order.length]];
        fc.pre(from !== undefined && to !== undefined);
        const picked = withRange(new Set(), order, from, to);
        expect(picked.size).toBe(Math.abs(order.indexOf(from) - order.indexOf(to)) + 1);
        expect(withRange(new Set(), order, to, from)).toEqual(picked);
        expect(withRange(new Set(), order, null, to)).toEqual(new Set([to]));
      }),
    );
  });

  it("counts what is still shown, and is asked for in groups that hold each once", () => {
    fc.assert(
      fc.property(ids, ids, (chosen, shown) => {
        const still = stillShown(new Set(chosen), shown);
        for (const it of still) expect(chosen.includes(it) && shown.includes(it)).toBe(true);
        const groups = groupsOf(chosen);
        expect(groups.flat()).toEqual(chosen);
        for (const group of groups) expect(group.length > 0 && group.length <= 50).toBe(true);
      }),
    );
  });
});
