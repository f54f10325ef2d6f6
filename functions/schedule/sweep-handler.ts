import { type SweepDeps, SweepFailed, type Swept, sweep } from "../../shared/actions/sweep/sweep.ts";
import { withFailureLog } from "../middleware/failure-log.ts";

/** Finds what lost effects left behind, and logs what it found, also where a part of it failed. The event is only the time's passing. */
export const createSweepHandler = (deps: SweepDeps): ((event: unknown, context: unknown) => Promise<Swept>) =>
  withFailureLog(deps.log, async () => {
    try {
      const found = await sweep(deps);
      tell(deps, found);
      return found;
    } catch (error) {
      if (error instanceof SweepFailed) tell(deps, error.found);
      throw error;
    }
  });

function tell({ log }: SweepDeps, found: Swept): void {
  if (found.routed > 0) log.warn("lines waited although somebody had room", { count: found.routed });
  if (found.resent > 0) log.warn("messages waited to be sent", { count: found.resent });
  if (found.released > 0) log.warn("people who are out still held something", { count: found.released });
  if (found.departed > 0) log.warn("lost connections were not looked at", { count: found.departed });
  if (found.woken > 0) log.warn("tickets did not wake in their time", { count: found.woken });
  if (found.ended > 0) log.info("access hours ended", { count: found.ended });
}
