import type { Clock, Digest, Log } from "../../shared/ports/ports.ts";
import type { SocketHandler } from "../middleware/socket.ts";
import type { Store } from "../../shared/ports/store.ts";
import { connectSocket } from "../../shared/actions/sockets/connect.ts";
import { createSocketHandler } from "../middleware/socket.ts";

/** Opens a socket for whoever presents a ticket for one. */
export const createConnectHandler = (deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly log: Log;
}): SocketHandler =>
  createSocketHandler(deps.log, ({ queryStringParameters: query, requestContext: { connectionId } }) =>
    connectSocket(deps, { ticket: query?.["ticket"], connectionId }),
  );
