import { DeskError, errorTable } from "../../shared/contracts/errors.ts";
import type { Log } from "../../shared/ports/ports.ts";
import middy from "@middy/core";

/** What the functions of the WebSocket API use of its events; `queryStringParameters` comes with `$connect` only. */
export interface SocketEvent {
  readonly requestContext: { readonly connectionId: string };
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
}

/** What API Gateway is told: any other status than 200 refuses a connection. */
export interface SocketResult {
  readonly statusCode: number;
}

export type SocketHandler = (event: SocketEvent, context: unknown) => Promise<SocketResult>;

/** A handler of WebSocket events. A refusal becomes its status, anything else is logged and becomes 500. */
export const createSocketHandler = (log: Log, handle: (event: SocketEvent) => Promise<void>): SocketHandler =>
  middy<SocketEvent, SocketResult>()
    .onError(({ event, error }): SocketResult => {
      if (error instanceof DeskError) return { statusCode: errorTable[error.code].status };
      log.error("socket event failed", { connectionId: event.requestContext.connectionId }, error);
      return { statusCode: 500 };
    })
    .handler(async (event: SocketEvent): Promise<SocketResult> => {
      await handle(event);
      return { statusCode: 200 };
    }) as SocketHandler;
