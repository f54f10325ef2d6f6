import { defineConfig } from "vitest/config";

/**
 * Two groups: `fast` runs files side by side and needs no running stack; `stack` runs the synthesized
 * stack on this machine, one file at a time, because two cores cannot hold two stacks honestly.
 * `npm test` runs the groups side by side, `fast` at low priority: its limits of time leave room for that.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "fast",
          include: [
            "test/{example,property,simulation,crash,store,infra,contract,lint,documents}/**/*.test.ts",
            "test/regressions/**/*.test.ts",
          ],
          setupFiles: ["test/support/property-seed.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "stack",
          include: ["test/{e2e,iam}/**/*.test.ts"],
          setupFiles: ["test/support/property-seed.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
