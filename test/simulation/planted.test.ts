import { describe, expect, test } from "vitest";
import { Violation } from "../world/shadow.ts";
import { plantedBugs } from "./planted.ts";
import { runSeeds } from "./campaign.ts";

/** What is promised is a number of seeds; how long they take depends on what else the machine does. */
const timeout = 600_000;

describe("the simulation finds what is wrong", () => {
  test.each(plantedBugs)("$name", { timeout }, async ({ name, shows, within, mutation, on }) => {
    const { failure } = await runSeeds({ from: 1, seeds: within, mutation, ...(on && { on }) });
    expect(failure?.error, `not found within ${within} seeds`).toBeInstanceOf(Violation);
    const { invariant, message } = failure?.error as Violation;
    console.log(`${name}: seed ${failure?.seed}, ${message}`);
    expect(shows).toContain(invariant);
  });
});
