import { createSecretVault, createSecretsClient } from "../../shared/adapters/secrets.ts";
import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createDeadLetters } from "../../shared/adapters/dead-letters.ts";
import { createOutboundHandler } from "./outbound-handler.ts";
import { createSqsClient } from "../../shared/adapters/sqs-client.ts";
import { createVisibility } from "../../shared/adapters/visibility.ts";
import { createWhatsApp } from "../../shared/adapters/whatsapp.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("queue-outbound");
const store = productionStore(environment);
const sqs = createSqsClient();

export const handler = createOutboundHandler({
  store,
  clock,
  log: productionLog("queue-outbound", environment),
  configuration: createConfiguration({ store, clock }),
  secrets: createSecretVault({ client: createSecretsClient(), prefix: environment.SECRET_PREFIX, clock }),
  whatsApp: createWhatsApp({ url: environment.GRAPH_URL }),
  deadLetters: createDeadLetters(sqs, environment.DEAD_LETTER_QUEUE_URL),
  maxReceives: environment.MAX_RECEIVES,
  visibility: createVisibility(sqs),
});
