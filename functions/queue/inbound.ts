import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createDeadLetters } from "../../shared/adapters/dead-letters.ts";
import { createInboundHandler } from "./inbound-handler.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { createSqsClient } from "../../shared/adapters/sqs-client.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("queue-inbound");
const store = productionStore(environment);

export const handler = createInboundHandler({
  store,
  clock,
  random: createRandom(),
  digest,
  log: productionLog("queue-inbound", environment),
  configuration: createConfiguration({ store, clock }),
  deadLetters: createDeadLetters(createSqsClient(), environment.DEAD_LETTER_QUEUE_URL),
  maxReceives: environment.MAX_RECEIVES,
});
