import { productionLog, productionStore } from "../middleware/production.ts";
import { createMessagingHandler } from "./messaging-handler.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("api-messaging");

export const handler = createMessagingHandler({
  store: productionStore(environment),
  clock,
  digest,
  log: productionLog("api-messaging", environment),
});
