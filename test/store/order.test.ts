import * as fc from "fast-check";
import { compareText, endOfPrefix, rangeOf } from "../../shared/store/order.ts";
import { expect, it } from "vitest";

/** Short texts over few characters, so that prefixes and neighbours happen, at the edges of UTF-8's lengths. */
const text = fc
  .array(fc.constantFrom("\u0000", "a", "b", "é", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}"), {
    maxLength: 4,
  })
  .map((characters) => characters.join(""));

const bytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

it("texts are compared as their UTF-8 bytes are", () => {
  fc.assert(
    fc.property(text, text, (left, right) => {
      expect(Math.sign(compareText(left, right))).toBe(bytes(left, right));
    }),
    { numRuns: 2_000 },
  );
});

it("a range holds what the prefix and both bounds allow, and nothing else", () => {
  const options = fc.record({ prefix: text, after: text, before: text }, { requiredKeys: [] });
  fc.assert(
    fc.property(options, text, (query, key) => {
      const range = rangeOf(query);
      const inRange =
        range !== undefined &&
        (range.from === undefined || bytes(key, range.from) >= 0) &&
        (range.to === undefined || bytes(key, range.to) < 0);
      expect(inRange).toBe(
        key.startsWith(query.prefix ?? "") &&
          (query.after === undefined || bytes(key, query.after) > 0) &&
          (query.before === undefined || bytes(key, query.before) < 0),
      );
    }),
    { numRuns: 5_000 },
  );
});

it("a range that is not empty by its bounds has a bound the service takes", () => {
  const options = fc.record({ prefix: text, after: text, before: text }, { requiredKeys: [] });
  fc.assert(
    fc.property(options, (query) => {
      const range = rangeOf(query);
      expect(range?.from).not.toBe("");
      expect(range?.to).not.toBe("");
      if (range?.from !== undefined && range.to !== undefined) expect(bytes(range.from, range.to)).toBe(-1);
    }),
    { numRuns: 2_000 },
  );
});

it("the end of a prefix of last characters is the end of what comes before them", () => {
  expect(endOfPrefix("a\u{10ffff}")).toBe("b");
  expect(endOfPrefix("\u{10ffff}")).toBeUndefined();
  expect(endOfPrefix("\ud7ff")).toBe("\ue000");
});
