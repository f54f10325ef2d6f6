import type { Consumer, WorkerDeps } from "../middleware/work-queue-consumer.ts";
import type { DeliverDeps } from "../../shared/actions/webhooks/deliver.ts";
import { WebhookJob } from "../../shared/contracts/queue-messages.ts";
import { createConsumer } from "../middleware/work-queue-consumer.ts";
import { deliverCallback } from "../../shared/actions/webhooks/callbacks.ts";
import { deliverWebhook } from "../../shared/actions/webhooks/deliver.ts";

/** Posts events to webhooks and the ends of tickets to callbacks, the messages of a batch side by side: none waits for another's receiver. */
export const createWebhooksHandler = (deps: DeliverDeps & WorkerDeps): Consumer =>
  createConsumer<typeof WebhookJob>({
    ...deps,
    schema: WebhookJob,
    handle: (job, { receives }) => {
      const attempt = { tries: receives, last: receives >= deps.maxReceives };
      return job.event === "callback"
        ? deliverCallback(deps, job, attempt)
        : deliverWebhook(deps, job, attempt);
    },
  });
