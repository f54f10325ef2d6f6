import { createSecretVault, createSecretsClient } from "../../shared/adapters/secrets.ts";
import { productionLog, productionStore } from "../middleware/production.ts";
import { createChannelsHandler } from "./channels-handler.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { createWhatsAppNumbers } from "../../shared/adapters/whatsapp-numbers.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("api-channels");
const store = productionStore(environment);

export const handler = createChannelsHandler({
  store,
  clock,
  random: createRandom(),
  digest,
  log: productionLog("api-channels", environment),
  configuration: createConfiguration({ store, clock }),
  secrets: createSecretVault({ client: createSecretsClient(), prefix: environment.SECRET_PREFIX, clock }),
  numbers: createWhatsAppNumbers({ url: environment.GRAPH_URL }),
});
