import { productionLog, productionStore } from "../middleware/production.ts";
import { createAccessTokens } from "../../shared/adapters/access-tokens.ts";
import { createAuthorizerHandler } from "./authorizer-handler.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("api-authorizer");

export const handler = createAuthorizerHandler({
  store: productionStore(environment),
  clock,
  digest,
  log: productionLog("api-authorizer", environment),
  tokens: createAccessTokens({
    issuer: environment.TOKEN_ISSUER,
    keysUrl: environment.TOKEN_KEYS_URL,
    clientId: environment.USER_POOL_CLIENT_ID,
    clock,
  }),
});
