import { productionLog, productionStore } from "../middleware/production.ts";
import { createDisconnectHandler } from "./disconnect-handler.ts";
import { environmentOf } from "../middleware/environment.ts";

const environment = environmentOf("realtime-disconnect");

export const handler = createDisconnectHandler({
  store: productionStore(environment),
  log: productionLog("realtime-disconnect", environment),
});
