import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { createSecretVault, createSecretsClient } from "../../shared/adapters/secrets.ts";
import { createSockets } from "../../shared/adapters/sockets.ts";
import { createSqsClient } from "../../shared/adapters/sqs-client.ts";
import { createSweepHandler } from "./sweep-handler.ts";
import { createWorkQueue } from "../../shared/adapters/work-queue.ts";
import { environmentOf } from "../middleware/environment.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("schedule-sweep");
const store = productionStore(environment);
const sqs = createSqsClient();

export const handler = createSweepHandler({
  store,
  clock,
  random: createRandom(),
  digest,
  secrets: createSecretVault({ client: createSecretsClient(), prefix: environment.SECRET_PREFIX, clock }),
  log: productionLog("schedule-sweep", environment),
  configuration: createConfiguration({ store, clock }),
  routing: createWorkQueue(sqs, environment.ROUTING_QUEUE_URL),
  outbound: createWorkQueue(sqs, environment.OUTBOUND_QUEUE_URL),
  wakeups: createWorkQueue(sqs, environment.WAKEUPS_QUEUE_URL),
  sockets: createSockets(environment.CONNECTIONS_URL),
});
