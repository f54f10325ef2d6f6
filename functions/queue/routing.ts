import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createDeadLetters } from "../../shared/adapters/dead-letters.ts";
import { createRoutingHandler } from "./routing-handler.ts";
import { createSqsClient } from "../../shared/adapters/sqs-client.ts";
import { createVisibility } from "../../shared/adapters/visibility.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("queue-routing");
const store = productionStore(environment);
const sqs = createSqsClient();

export const handler = createRoutingHandler({
  store,
  clock,
  log: productionLog("queue-routing", environment),
  configuration: createConfiguration({ store, clock }),
  deadLetters: createDeadLetters(sqs, environment.DEAD_LETTER_QUEUE_URL),
  maxReceives: environment.MAX_RECEIVES,
  visibility: createVisibility(sqs),
});
