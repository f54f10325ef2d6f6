import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createDeadLetters } from "../../shared/adapters/dead-letters.ts";
import { createRelayHandler } from "./relay-handler.ts";
import { createSchedulerClient, createSchedules } from "../../shared/adapters/schedules.ts";
import { createSockets } from "../../shared/adapters/sockets.ts";
import { createSqsClient } from "../../shared/adapters/sqs-client.ts";
import { createWorkQueue } from "../../shared/adapters/work-queue.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("stream-relay");
const store = productionStore(environment);
const sqs = createSqsClient();

export const handler = createRelayHandler({
  store,
  clock,
  log: productionLog("stream-relay", environment),
  routing: createWorkQueue(sqs, environment.ROUTING_QUEUE_URL),
  outbound: createWorkQueue(sqs, environment.OUTBOUND_QUEUE_URL),
  webhooks: createWorkQueue(sqs, environment.WEBHOOKS_QUEUE_URL),
  wakeups: createWorkQueue(sqs, environment.WAKEUPS_QUEUE_URL),
  schedules: createSchedules({
    client: createSchedulerClient(),
    group: environment.SCHEDULE_GROUP,
    queueArn: environment.SCHEDULE_QUEUE_ARN,
    roleArn: environment.SCHEDULE_ROLE_ARN,
  }),
  configuration: createConfiguration({ store, clock }),
  sockets: createSockets(environment.CONNECTIONS_URL),
  deadLetters: createDeadLetters(sqs, environment.DEAD_LETTER_QUEUE_URL),
});
