import { productionLog, productionStore } from "../middleware/production.ts";
import { createDisconnectHandler } from "./disconnect-handler.ts";
import { environmentOf } from "../middleware/environment.ts";
import { systemClock as clock } from "../../shared/adapters/clock.ts";

const environment = environmentOf("realtime-disconnect");

export const handler = createDisconnectHandler({
  store: productionStore(environment),
  clock,
  log: productionLog("realtime-disconnect", environment),
});
