import type { Clock, Log } from "../../shared/ports/ports.ts";
import type { SocketHandler } from "../middleware/socket.ts";
import type { Store } from "../../shared/ports/store.ts";
import { createSocketHandler } from "../middleware/socket.ts";
import { disconnectSocket } from "../../shared/actions/sockets/connect.ts";

/** Forgets a socket that ended. */
export const createDisconnectHandler = (deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): SocketHandler =>
  createSocketHandler(deps.log, ({ requestContext: { connectionId } }) =>
    disconnectSocket(deps, connectionId),
  );
