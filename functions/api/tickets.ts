import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { createTicketsHandler } from "./tickets-handler.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { createWebhookTargets } from "../../shared/adapters/webhook-targets.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("api-tickets");
const store = productionStore(environment);

export const handler = createTicketsHandler({
  store,
  clock,
  random: createRandom(),
  digest,
  log: productionLog("api-tickets", environment),
  configuration: createConfiguration({ store, clock }),
  targets: createWebhookTargets(environment.WEBHOOK_TEST_ORIGIN),
});
