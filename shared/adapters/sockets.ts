import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { Sockets } from "../ports/ports.ts";
import { clientSettings } from "./client-settings.ts";

/**
 * The sockets of the WebSocket API whose `@connections` endpoint is `url`. One slow socket must not hold up the others:
 * a post is given up after two tries of two seconds.
 */
export const createSockets = (url: string): Sockets =>
  socketsOf(
    new ApiGatewayManagementApiClient({
      ...clientSettings,
      endpoint: url,
      maxAttempts: 2,
      requestHandler: { ...clientSettings.requestHandler, requestTimeout: 2_000 },
    }),
  );

/** The same over a given client. */
export const socketsOf = (client: ApiGatewayManagementApiClient): Sockets => ({
  post: async (connectionId, message) => {
    try {
      await client.send(
        new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(message) }),
      );
      return "delivered";
    } catch (error) {
      if (error instanceof GoneException) return "gone";
      if (error instanceof PayloadTooLargeException) return "too-large";
      throw error;
    }
  },
  isOpen: async (connectionId) => {
    try {
      await client.send(new GetConnectionCommand({ ConnectionId: connectionId }));
      return true;
    } catch (error) {
      if (error instanceof GoneException) return false;
      throw error;
    }
  },
  close: async (connectionId) => {
    try {
      await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
    } catch (error) {
      if (!(error instanceof GoneException)) throw error;
    }
  },
});
