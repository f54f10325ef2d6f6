import type { Clock, Log, Sockets } from "../../shared/ports/ports.ts";
import { ClientMessage } from "../../shared/contracts/socket-messages.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import type { SocketHandler } from "../middleware/socket.ts";
import { createSocketHandler } from "../middleware/socket.ts";

/** Answers a client's ping, which keeps the socket open. Anything else is a bad request. */
export const createMessageHandler = (deps: {
  readonly sockets: Sockets;
  readonly clock: Clock;
  readonly log: Log;
}): SocketHandler =>
  createSocketHandler(deps.log, async ({ body, requestContext: { connectionId } }) => {
    if (!isClientMessage(body)) throw new DeskError("BAD_REQUEST");
    // A socket that is gone by now needs no answer; API Gateway tells of its end.
    await deps.sockets.post(connectionId, { type: "pong", time: deps.clock.now() });
  });

function isClientMessage(body: string | null | undefined): boolean {
  try {
    return ClientMessage.safeParse(JSON.parse(body ?? "")).success;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
