import * as fc from "fast-check";
import { expect, it } from "vitest";
import { qrPath } from "../../../web/desk/features/authenticator/qr-path.ts";

it("the picture of a QR code has its dark modules and nothing else, each drawn once", () => {
  const rows = fc.integer({ min: 1, max: 30 }).chain((size) => {
    const row = fc.array(fc.boolean(), { minLength: size, maxLength: size });
    return fc.array(row, { minLength: size, maxLength: size });
  });
  fc.assert(
    fc.property(rows, (data) => {
      const path = qrPath(data);
      const bars = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)];
      expect(bars.map(([bar]) => bar).join("")).toBe(path);
      const drawn = bars.flatMap(([, x, y, length]) =>
        Array.from({ length: Number(length) }, (_, at) => `${Number(x) + at} ${y}`),
      );
      const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])));
      expect(drawn).toEqual(dark);
    }),
  );
});
