import type { Consumer, WorkerDeps } from "../middleware/work-queue-consumer.ts";
import type { DeliverDeps } from "../../shared/actions/webhooks/deliver.ts";
import { WebhookJob } from "../../shared/contracts/queue-messages.ts";
import { createConsumer } from "../middleware/work-queue-consumer.ts";
import { deliverWebhook } from "../../shared/actions/webhooks/deliver.ts";

/** Posts events to webhooks, the messages of a batch side by side: none waits for another's receiver. */
export const createWebhooksHandler = (deps: DeliverDeps & WorkerDeps): Consumer =>
  createConsumer<typeof WebhookJob>({
    ...deps,
    schema: WebhookJob,
    handle: (job, { receives }) =>
      deliverWebhook(deps, job, { tries: receives, last: receives >= deps.maxReceives }),
  });
