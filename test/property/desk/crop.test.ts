import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostZoom, pulled, squareOf } from "../../../web/desk/features/agents/crop.ts";

const length = fc.integer({ min: 1, max: 8_000 });
const part = fc.double({ min: -0.5, max: 1.5, noNaN: true });
const framing = fc.record({
  zoom: fc.double({ min: 0, max: mostZoom * 2, noNaN: true }),
  middleX: part,
  middleY: part,
});
const slack = 1e-6;

describe("a photo's square", () => {
  it("is within the picture, however it is pulled and zoomed", () => {
    fc.assert(
      fc.property(length, length, framing, part, part, (width, height, wanted, byX, byY) => {
        for (const it of [wanted, pulled(width, height, wanted, byX, byY)]) {
          const { x, y, side } = squareOf(width, height, it);
          expect(side).toBeGreaterThan(0);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + side).toBeLessThanOrEqual(width + slack);
          expect(y + side).toBeLessThanOrEqual(height + slack);
        }
      }),
    );
  });
});
