import { randomUUID } from "node:crypto";
import { parseConnectionPath } from "../template/endpoints.ts";
import type { AwsCall, AwsReply, Engine, Place } from "../types.ts";
import type { Connection } from "./connections.ts";

/** Bytes one message may have. */
export const MESSAGE_BYTES = 128 * 1024;

export interface ConnectionsApiOptions {
  readonly place: Place;
  /** The open connections of an API's stage; undefined when there is no such API or stage. */
  readonly connections: (apiId: string, stage: string) => ReadonlyMap<string, Connection> | undefined;
}

const OPERATIONS: Readonly<Record<string, string>> = {
  PostToConnection: "POST",
  GetConnection: "GET",
  DeleteConnection: "DELETE",
};

/** The `@connections` API of the stack's WebSocket APIs. */
export function createConnectionsApi({ place, connections }: ConnectionsApiOptions): Engine {
  return {
    service: "execute-api",
    permissions: (call) => {
      const target = parseConnectionPath(call.path);
      const rest =
        target === undefined
          ? "*"
          : `${target.apiId}/${target.stage}/${call.method}/@connections/${target.connectionId}`;
      return [
        {
          action: "execute-api:ManageConnections",
          resource: `arn:aws:execute-api:${place.region}:${place.account}:${rest}`,
        },
      ];
    },
    handle: async (call) => handle(call, connections),
    close: async () => undefined,
  };
}

function handle(call: AwsCall, connections: ConnectionsApiOptions["connections"]): AwsReply {
  const target = parseConnectionPath(call.path);
  const open = target === undefined ? undefined : connections(target.apiId, target.stage);
  if (target === undefined || open === undefined) return failure(403, "ForbiddenException", "Forbidden");
  if (OPERATIONS[call.operation] !== call.method)
    return failure(404, "NotFoundException", `${call.operation} is not emulated`);
  if (call.operation === "PostToConnection" && call.body.length > MESSAGE_BYTES) {
    return failure(413, "PayloadTooLargeException", "Payload Too Large");
  }
  const connection = open.get(target.connectionId);
  if (connection === undefined) return gone();
  switch (call.operation) {
    case "PostToConnection": {
      if (!connection.send(call.body.toString("utf8"))) return gone();
      return {
        ...reply(200, ""),
        usage: { requests: Math.max(1, Math.ceil(call.body.length / (32 * 1024))) },
      };
    }
    case "GetConnection": {
      const { connectedAt, sourceIp, userAgent } = connection.peer;
      return reply(200, {
        connectedAt: new Date(connectedAt).toISOString(),
        identity: { sourceIp, userAgent },
        lastActiveAt: new Date(connection.lastActiveAt).toISOString(),
      });
    }
    default:
      connection.close(1000, "Connection Closed Normally");
      return reply(204, "");
  }
}

const gone = (): AwsReply => failure(410, "GoneException", "Gone");

function reply(status: number, body: unknown, headers: Record<string, string> = {}): AwsReply {
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-requestid": randomUUID(), ...headers },
    body: body === "" ? "" : JSON.stringify(body),
  };
}

function failure(status: number, type: string, message: string): AwsReply {
  return reply(status, { message }, { "x-amzn-errortype": type });
}
