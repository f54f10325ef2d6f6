import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createDeadLetters } from "../../shared/adapters/dead-letters.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { createSqsClient } from "../../shared/adapters/sqs-client.ts";
import { createVisibility } from "../../shared/adapters/visibility.ts";
import { createWebhookSender } from "../../shared/adapters/webhook-sender.ts";
import { createWebhooksHandler } from "./webhooks-handler.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("queue-webhooks");
const store = productionStore(environment);
const sqs = createSqsClient();

export const handler = createWebhooksHandler({
  store,
  clock,
  random: createRandom(),
  digest,
  log: productionLog("queue-webhooks", environment),
  configuration: createConfiguration({ store, clock }),
  sender: createWebhookSender({ testOrigin: environment.WEBHOOK_TEST_ORIGIN }),
  deadLetters: createDeadLetters(sqs, environment.DEAD_LETTER_QUEUE_URL),
  maxReceives: environment.MAX_RECEIVES,
  visibility: createVisibility(sqs),
});
