import type { SweepDeps, Swept } from "../../shared/actions/sweep/sweep.ts";
import { sweep } from "../../shared/actions/sweep/sweep.ts";
import { withFailureLog } from "../middleware/failure-log.ts";

/** Finds what lost effects left behind, and logs what it found. The event is only the time's passing. */
export const createSweepHandler = (deps: SweepDeps): ((event: unknown, context: unknown) => Promise<Swept>) =>
  withFailureLog(deps.log, async () => {
    const found = await sweep(deps);
    if (found.routed > 0) deps.log.warn("lines waited although somebody had room", { count: found.routed });
    if (found.resent > 0) deps.log.warn("messages waited to be sent", { count: found.resent });
    if (found.released > 0)
      deps.log.warn("people who are out still held something", { count: found.released });
    if (found.departed > 0) deps.log.warn("lost connections were not looked at", { count: found.departed });
    if (found.woken > 0) deps.log.warn("tickets did not wake in their time", { count: found.woken });
    if (found.ended > 0) deps.log.info("access hours ended", { count: found.ended });
    return found;
  });
