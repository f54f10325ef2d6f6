import { productionLog, productionStore } from "../middleware/production.ts";
import { createConnectHandler } from "./connect-handler.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("realtime-connect");

export const handler = createConnectHandler({
  store: productionStore(environment),
  clock,
  digest,
  log: productionLog("realtime-connect", environment),
});
