import { describe, expect, it } from "vitest";
import { dayTyped, dayWritten } from "../../../web/desk/lib/forms/day-typed.ts";

describe("a day that is typed", () => {
  it("is read in the order of the language", () => {
    expect(dayTyped("05/11/2026", "pt-BR")).toBe("2026-11-05");
    expect(dayTyped("05/11/2026", "en")).toBe("2026-05-11");
    expect(dayTyped("5-1-26", "es")).toBe("2026-01-05");
    expect(dayTyped("05112026", "pt-BR")).toBe("2026-11-05");
  });

  it("is none while it is not finished, and where the calendar has no such day", () => {
    for (const text of ["", "05/11", "05/11/202", "31/04/2026", "29/02/2027", "hoje"])
      expect(dayTyped(text, "pt-BR")).toBeNull();
  });

  it("is written as it is read", () => {
    for (const locale of ["pt-BR", "en", "es"] as const)
      expect(dayTyped(dayWritten("2026-02-28", locale), locale)).toBe("2026-02-28");
  });
});
