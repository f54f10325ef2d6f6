import { describe, expect, it } from "vitest";
import { SpecialDay } from "../../shared/contracts/hours.ts";
import { brazilianHolidays, easterSunday } from "../../shared/domain/holidays.ts";

describe("Brazil's national holidays", () => {
  it("are those of 2026", () => {
    expect(brazilianHolidays(2026).map((it) => it.date)).toEqual([
      "2026-01-01",
      "2026-04-03",
      "2026-04-21",
      "2026-05-01",
      "2026-09-07",
      "2026-10-12",
      "2026-11-02",
      "2026-11-15",
      "2026-11-20",
      "2026-12-25",
    ]);
  });

  it("have 20 November only since 2024", () => {
    expect(brazilianHolidays(2023).map((it) => it.date)).not.toContain("2023-11-20");
    expect(brazilianHolidays(2024).map((it) => it.date)).toContain("2024-11-20");
  });

  it("are closed special days of their year, in order, whatever the year", () => {
    for (let year = 2020; year <= 2099; year += 1) {
      const days = brazilianHolidays(year);
      expect(days.map((day) => SpecialDay.parse(day))).toEqual(days);
      expect(days.every((day) => day.date.startsWith(`${year}-`) && day.intervals.length === 0)).toBe(true);
      expect(days.map((day) => day.date)).toEqual(days.map((day) => day.date).toSorted());
    }
  });

  it("follow Easter as the almanacs have it, at both of its ends too", () => {
    const known = [
      "2024-03-31",
      "2025-04-20",
      "2026-04-05",
      "2027-03-28",
      "2035-03-25",
      "2038-04-25",
      "2049-04-18",
    ];
    for (const day of known) expect(easterSunday(Number(day.slice(0, 4)))).toBe(day);
    for (let year = 2020; year <= 2099; year += 1) {
      const day = easterSunday(year);
      expect(new Date(`${day}T00:00:00Z`).getUTCDay()).toBe(0);
      expect(day.slice(5) >= "03-22" && day.slice(5) <= "04-25").toBe(true);
    }
  });
});
