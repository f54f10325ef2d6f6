import { describe, expect, test } from "vitest";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { regressions } from "../simulation/regressions.ts";
import { runSeed } from "../simulation/run.ts";
import { tmpdir } from "node:os";

describe("seeds that once showed a bug", () => {
  test.each(regressions())("$name: $showed", async ({ seed }) => {
    const { error } = await runSeed({ seed });
    expect(error).toBeUndefined();
  });
});

test.each(["not JSON", "{}", '{ "seed": "7", "showed": "something" }'])(
  "a regression that cannot be read is an error: %s",
  (text) => {
    const folder = mkdtempSync(join(tmpdir(), "regressions-"));
    try {
      writeFileSync(join(folder, "broken.json"), text);
      expect(() => regressions(folder)).toThrow("unreadable regression broken.json");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
