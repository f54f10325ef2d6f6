import { ConditionFailed, StoreBusy } from "../../ports/store.ts";

/** How often an action that lost a race decides again before it says that the desk is busy. */
const rounds = 12;

/**
 * Runs `attempt` until it does not lose a race. A lost race is a ConditionFailed: everything is read and decided anew.
 * `on` may settle a failure instead by returning a value; otherwise it returns undefined.
 */
export async function untilSettled<Result>(
  attempt: (round: number) => Promise<Result>,
  on?: (failure: ConditionFailed) => Promise<Result | undefined> | Result | undefined,
): Promise<Result> {
  for (let round = 0; round < rounds; round += 1) {
    try {
      return await attempt(round);
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      const settled = await on?.(error);
      if (settled !== undefined) return settled;
    }
  }
  throw new StoreBusy();
}
