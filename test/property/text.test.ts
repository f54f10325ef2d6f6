import * as fc from "fast-check";
import { expect, test } from "vitest";
import { beginning, pieces, unicode } from "../../shared/domain/text.ts";

const text = fc.string({ unit: "binary", maxLength: 40 });
const length = fc.integer({ min: 2, max: 12 });

test("the beginning of a text is as long as allowed, and ends with a whole character", () => {
  fc.assert(
    fc.property(text, length, (whole, most) => {
      const cut = beginning(whole, most);
      expect(cut.isWellFormed()).toBe(true);
      expect(whole.startsWith(cut)).toBe(true);
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(cut.length).toBeGreaterThanOrEqual(Math.min(whole.length, most - 1));
    }),
  );
  expect(beginning("Zé 👩🏽‍🌾", 4)).toBe("Zé ");
});

test("pieces of a text make the text, and each ends with a whole character", () => {
  fc.assert(
    fc.property(text, length, (whole, most) => {
      const all = pieces(whole, most);
      expect(all.join("")).toBe(whole);
      for (const piece of all) {
        expect(piece.isWellFormed()).toBe(true);
        expect(piece.length).toBeLessThanOrEqual(most);
      }
    }),
  );
});

test("half characters become the replacement character, wherever they are, and nothing else changes", () => {
  const half = "\ud83d";
  expect(unicode({ a: [`x${half}`, { [half]: 1 }], b: null, c: "👍" })).toEqual({
    a: ["x\ufffd", { "\ufffd": 1 }],
    b: null,
    c: "👍",
  });
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      expect(unicode(value)).toEqual(value);
    }),
  );
});
