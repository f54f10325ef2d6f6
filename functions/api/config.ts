import { createSecretVault, createSecretsClient } from "../../shared/adapters/secrets.ts";
import { productionLog, productionStore } from "../middleware/production.ts";
import { createAccounts } from "../../shared/adapters/cognito-accounts.ts";
import { createCognitoClient } from "../../shared/adapters/cognito-client.ts";
import { createConfigHandler } from "./config-handler.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createRandom } from "../../shared/adapters/random.ts";
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
  configuration: createConfiguration({ store, clock }),
  secrets: createSecretVault({ client: createSecretsClient(), prefix: environment.SECRET_PREFIX, clock }),
  accounts: createAccounts({ client: createCognitoClient(), userPoolId: environment.USER_POOL_ID }),
});
