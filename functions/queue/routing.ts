import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createDeadLetters } from "../../shared/adapters/dead-letters.ts";
import { createRoutingHandler } from "./routing-handler.ts";
import { createSqsClient } from "../../shared/adapters/sqs-client.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("queue-routing");
const store = productionStore(environment);

export const handler = createRoutingHandler({
  store,
  clock,
  log: productionLog("queue-routing", environment),
  configuration: createConfiguration({ store, clock }),
  deadLetters: createDeadLetters(createSqsClient(), environment.DEAD_LETTER_QUEUE_URL),
  maxReceives: environment.MAX_RECEIVES,
});
