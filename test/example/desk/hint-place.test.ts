import { describe, expect, it } from "vitest";
import { hintPlace } from "../../../web/desk/lib/ui/hint-place.ts";

const window = { width: 390, height: 780 };
const hint = { width: 120, height: 30 };

describe("a hint", () => {
  it("stands on its side of the element, in its middle", () => {
    expect(hintPlace({ left: 150, top: 300, width: 40, height: 40 }, hint, window, "top")).toEqual({
      left: 110,
      top: 264,
    });
  });

  it("stands on the other side where there is no room", () => {
    const { top } = hintPlace({ left: 150, top: 4, width: 40, height: 40 }, hint, window, "top");
    expect(top).toBe(50);
  });

  it("never stands beyond the window", () => {
    const { left } = hintPlace({ left: 340, top: 300, width: 40, height: 40 }, hint, window, "top");
    expect(left + hint.width).toBeLessThanOrEqual(window.width);
  });
});
