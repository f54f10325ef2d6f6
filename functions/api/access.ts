import { createAccessHandler } from "./access-handler.ts";
import { createCognitoClient } from "../../shared/adapters/cognito-client.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { createSecondFactor } from "../../shared/adapters/cognito-second-factor.ts";
import { createSignIn } from "../../shared/adapters/cognito-sign-in.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { productionLog, productionStore } from "../middleware/production.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("api-access");
const store = productionStore(environment);
const cognito = createCognitoClient();

export const handler = createAccessHandler({
  store,
  clock,
  random: createRandom(),
  digest,
  log: productionLog("api-access", environment),
  configuration: createConfiguration({ store, clock }),
  secondFactor: createSecondFactor(cognito),
  signIn: createSignIn({
    client: cognito,
    userPoolId: environment.USER_POOL_ID,
    clientId: environment.USER_POOL_CLIENT_ID,
  }),
  socketUrl: environment.SOCKET_URL,
  frontMark: environment.FRONT_MARK,
  sleep,
});
