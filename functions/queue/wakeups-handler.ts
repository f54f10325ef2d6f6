import type { Consumer, WorkerDeps } from "../middleware/work-queue-consumer.ts";
import { WakeupJob } from "../../shared/contracts/queue-messages.ts";
import type { WorkQueue } from "../../shared/ports/ports.ts";
import { createConsumer } from "../middleware/work-queue-consumer.ts";
import { endPreference } from "../../shared/actions/routing/preferred.ts";
import {
  type LostConnectionDeps,
  leaveUnlessConnected,
} from "../../shared/actions/presence/lost-connection.ts";
import { wakeDue } from "../../shared/actions/snooze/wake-due.ts";

export interface WakeupsDeps extends LostConnectionDeps, WorkerDeps {
  readonly routing: WorkQueue<"routing">;
}

/** Looks at what is due now that a time has passed. */
export const createWakeupsHandler = (deps: WakeupsDeps): Consumer =>
  createConsumer<typeof WakeupJob>({
    ...deps,
    schema: WakeupJob,
    handle: async (job, { messageId }) => {
      switch (job.kind) {
        case "presence":
          return leaveUnlessConnected(deps, job);
        case "snooze":
          return wakeDue(deps, job);
        case "preference":
          return endPreference(deps, job.queueId, messageId);
      }
    },
  });
