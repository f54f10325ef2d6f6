import type { Consumer, WorkerDeps } from "../middleware/work-queue-consumer.ts";
import { OutboundJob } from "../../shared/contracts/queue-messages.ts";
import type { SendEntryDeps } from "../../shared/actions/delivery/send-entry.ts";
import { createConsumer } from "../middleware/work-queue-consumer.ts";
import { sendEntry } from "../../shared/actions/delivery/send-entry.ts";

/** Sends what is to be sent, conversation by conversation. */
export const createOutboundHandler = (deps: SendEntryDeps & WorkerDeps): Consumer =>
  createConsumer({ ...deps, schema: OutboundJob, handle: (job) => sendEntry(deps, job) });
