import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfigHandler } from "./config-handler.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { createWebhookTargets } from "../../shared/adapters/webhook-targets.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("api-config");
const store = productionStore(environment);

export const handler = createConfigHandler({
  store,
  clock,
  random: createRandom(),
  digest,
  log: productionLog("api-config", environment),
  targets: createWebhookTargets(environment.WEBHOOK_TEST_ORIGIN),
  configuration: createConfiguration({ store, clock }),
});
