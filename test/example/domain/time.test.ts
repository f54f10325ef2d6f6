import { describe, expect, it } from "vitest";
import type { Time } from "../../../shared/contracts/values.ts";
import { Time as TimeSchema } from "../../../shared/contracts/values.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { months } from "../../../shared/actions/tickets/list-sources.ts";

const year = 366 * 86_400;

describe("the ends of time", () => {
  it.each([
    ["0000-01-01T00:00:00.000Z", -1],
    ["0000-02-10T00:00:00.000Z", -90 * 86_400],
    ["9999-12-31T23:59:59.999Z", 1],
    ["9999-06-01T00:00:00.000Z", year],
  ])("%s and %i seconds is still a time, in order", (at, seconds) => {
    const other = addSeconds(at as Time, seconds);
    expect(TimeSchema.safeParse(other).success).toBe(true);
    expect(other >= at).toBe(seconds >= 0 || other === at);
  });

  it("have months to read, and not for ever", () => {
    const to = "0000-02-10T00:00:00.000Z" as Time;
    expect(months(addSeconds(to, -90 * 86_400), to)).toEqual(["0000-02", "0000-01"]);
  });
});
