import { productionLog, productionStore } from "../middleware/production.ts";
import { createAccounts } from "../../shared/adapters/cognito-accounts.ts";
import { createCognitoClient } from "../../shared/adapters/cognito-client.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createPeopleHandler } from "./people-handler.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("api-people");
const store = productionStore(environment);

export const handler = createPeopleHandler({
  store,
  clock,
  random: createRandom(),
  digest,
  log: productionLog("api-people", environment),
  configuration: createConfiguration({ store, clock }),
  accounts: createAccounts({ client: createCognitoClient(), userPoolId: environment.USER_POOL_ID }),
  sleep,
});
