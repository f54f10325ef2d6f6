import type { Log } from "../../shared/ports/ports.ts";
import type { SweepDeps } from "../../shared/actions/sweep/sweep.ts";
import { sweep } from "../../shared/actions/sweep/sweep.ts";
import { withFailureLog } from "../middleware/failure-log.ts";

/** What a sweep found: it is logged only when something had been left behind. */
export type SweepResult = Awaited<ReturnType<typeof sweep>>;

/** Finds what lost effects left behind. The event is only the time's passing. */
export const createSweepHandler = (
  deps: SweepDeps & { readonly log: Log },
): ((event: unknown, context: unknown) => Promise<SweepResult>) =>
  withFailureLog(deps.log, async () => {
    const found = await sweep(deps);
    if (found.routed > 0) deps.log.warn("lines waited although somebody had room", { count: found.routed });
    if (found.resent > 0) deps.log.warn("messages waited to be sent", { count: found.resent });
    return found;
  });
