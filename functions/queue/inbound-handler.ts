import type { Consumer, WorkerDeps } from "../middleware/work-queue-consumer.ts";
import { InboundJob } from "../../shared/contracts/queue-messages.ts";
import type { ReceiveJobDeps } from "../../shared/actions/intake/receive-job.ts";
import { createConsumer } from "../middleware/work-queue-consumer.ts";
import { createRecentTickets } from "../../shared/actions/intake/recent-tickets.ts";
import { createSightings } from "../../shared/actions/intake/sightings.ts";
import { receiveJob } from "../../shared/actions/intake/receive-job.ts";

/** Stores what webhooks said, contact by contact, and notes of which numbers they told. */
export function createInboundHandler(deps: Omit<ReceiveJobDeps, "recent"> & WorkerDeps): Consumer {
  const recent = createRecentTickets();
  const sightings = createSightings(deps);
  return createConsumer({
    ...deps,
    schema: InboundJob,
    handle: async (job) => {
      await receiveJob({ ...deps, recent }, job);
      await sightings.note(job.phoneNumberId);
    },
  });
}
