import { createSecretVault, createSecretsClient } from "../../shared/adapters/secrets.ts";
import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createSqsClient } from "../../shared/adapters/sqs-client.ts";
import { createWebhookHandler } from "./webhook-handler.ts";
import { createWorkQueue } from "../../shared/adapters/work-queue.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("whatsapp-webhook");
const store = productionStore(environment);

export const handler = createWebhookHandler({
  store,
  clock,
  digest,
  log: productionLog("whatsapp-webhook", environment),
  configuration: createConfiguration({ store, clock }),
  secrets: createSecretVault({ client: createSecretsClient(), prefix: environment.SECRET_PREFIX, clock }),
  queue: createWorkQueue(createSqsClient(), environment.INBOUND_QUEUE_URL),
});
