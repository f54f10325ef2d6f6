import { describe, expect, it } from "vitest";
import { digitsOf } from "../../../web/desk/features/outreach/calling-codes.ts";
import { filtersOf, queryOf, searchOf } from "../../../web/desk/features/history/filters.ts";
import { csvOf } from "../../../web/desk/lib/csv.ts";
import { durationShown } from "../../../web/desk/features/presence/words-of.ts";

const now = Date.parse("2026-11-23T15:00:00.000Z");
const hour = 3_600_000;

describe("the history's filters", () => {
  it("are what the address says, and back", () => {
    const search = "from=2026-11-01&to=2026-11-02&sector=sec_1&contact=Lia+Gon%C3%A7alves";
    expect(searchOf(filtersOf(search))).toBe(search);
    expect(filtersOf("from=ontem&to=&x=1&tag=%20")).toEqual({});
  });

  it("ask for whole days of the person's zone", () => {
    const query = queryOf({ from: "2026-11-01", to: "2026-11-01" }, now);
    if ("field" in query) throw new Error("refused");
    const span = Date.parse(query.to ?? "") - Date.parse(query.from ?? "") + 1;
    // A day on which clocks change has an hour less or more.
    expect(span % hour).toBe(0);
    expect(Math.abs(span - 24 * hour)).toBeLessThanOrEqual(hour);
  });

  it.each([
    [{ from: "2026-11-03", to: "2026-11-02" }, "order"],
    [{ from: "2027-01-01" }, "order"],
    [{ from: "2025-01-01" }, "span"],
    [{ protocol: "12" }, "protocol"],
  ])("%o are refused for %s", (filters, why) => {
    expect(queryOf(filters, now)).toMatchObject({ why });
  });
});

describe("a file for spreadsheets", () => {
  it("holds texts, whatever customers wrote", () => {
    expect(csvOf([["a;b", '"q"', "=1+1", "Olá"]], ";")).toBe(`"a;b";"""q""";'=1+1;Olá\r\n`);
  });
});

describe("a number that is typed", () => {
  it.each([
    ["BR", "11 99000-0001", "5511990000001"],
    ["BR", "(011) 3000-0000", "551130000000"],
    ["BR", "55 11 99000 0001", "5511990000001"],
    ["BR", "1199000", null],
    ["BR", "+351 912 345 678", "351912345678"],
    ["PT", "912 345 678", "351912345678"],
    ["US", "(415) 555-0100", "14155550100"],
    ["IT", "06 1234 5678", "390612345678"],
    ["BR", "Lia", null],
  ])("in %s, %s is %s", (country, text, digits) => {
    expect(digitsOf(country, text)).toBe(digits);
  });
});

it("a pause's length is in the unit that says it", () => {
  expect([900, 3_600, 5_400].map((it) => durationShown(it, "pt-BR"))).toEqual([
    "15 min",
    "1 h",
    "1 h 30 min",
  ]);
});
