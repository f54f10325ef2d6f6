import { systemClock as clock } from "../../shared/adapters/clock.ts";
import { createMessageHandler } from "./message-handler.ts";
import { createLog } from "../../shared/adapters/logger.ts";
import { createSockets } from "../../shared/adapters/sockets.ts";
import { environmentOf } from "../middleware/environment.ts";

const environment = environmentOf("realtime-message");

export const handler = createMessageHandler({
  sockets: createSockets(environment.CONNECTIONS_URL),
  clock,
  log: createLog({ service: "realtime-message", level: environment.LOG_LEVEL }),
});
