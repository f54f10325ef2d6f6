import { describe, expect, test } from "vitest";
import { regressions } from "../simulation/regressions.ts";
import { runSeed } from "../simulation/run.ts";

describe("seeds that once showed a bug", () => {
  test.each(regressions())("$name: $showed", async ({ seed }) => {
    const { error } = await runSeed({ seed });
    expect(error).toBeUndefined();
  });
});
