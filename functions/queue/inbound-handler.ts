import type { Consumer, WorkerDeps } from "../middleware/work-queue-consumer.ts";
import { InboundJob } from "../../shared/contracts/queue-messages.ts";
import type { ReceiveJobDeps } from "../../shared/actions/intake/receive-job.ts";
import { createConsumer } from "../middleware/work-queue-consumer.ts";
import { receiveJob } from "../../shared/actions/intake/receive-job.ts";

/** Stores what webhooks said, contact by contact. */
export const createInboundHandler = (deps: ReceiveJobDeps & WorkerDeps): Consumer =>
  createConsumer({ ...deps, schema: InboundJob, handle: (job) => receiveJob(deps, job) });
