import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createDeadLetters } from "../../shared/adapters/dead-letters.ts";
import { createSockets } from "../../shared/adapters/sockets.ts";
import { createSqsClient } from "../../shared/adapters/sqs-client.ts";
import { createWorkQueue } from "../../shared/adapters/work-queue.ts";
import { createVisibility } from "../../shared/adapters/visibility.ts";
import { createWakeupsHandler } from "./wakeups-handler.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("queue-wakeups");
const store = productionStore(environment);
const sqs = createSqsClient();

export const handler = createWakeupsHandler({
  store,
  clock,
  log: productionLog("queue-wakeups", environment),
  configuration: createConfiguration({ store, clock }),
  sockets: createSockets(environment.CONNECTIONS_URL),
  routing: createWorkQueue(sqs, environment.ROUTING_QUEUE_URL),
  deadLetters: createDeadLetters(sqs, environment.DEAD_LETTER_QUEUE_URL),
  maxReceives: environment.MAX_RECEIVES,
  visibility: createVisibility(sqs),
});
