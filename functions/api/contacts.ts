import { productionLog, productionStore } from "../middleware/production.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createContactsHandler } from "./contacts-handler.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("api-contacts");
const store = productionStore(environment);

export const handler = createContactsHandler({
  store,
  clock,
  random: createRandom(),
  digest,
  log: productionLog("api-contacts", environment),
  configuration: createConfiguration({ store, clock }),
});
