import { expect, test } from "vitest";
import { functionSettings } from "../../infra/functions.ts";
import { longestSeconds } from "../../shared/contracts/functions.ts";

test("no function but the sweep runs longer than removals wait for", () => {
  const longer = Object.entries(functionSettings)
    .filter(([, { timeoutSeconds }]) => timeoutSeconds > longestSeconds)
    .map(([name]) => name);
  expect(longer).toEqual(["schedule-sweep"]);
});
