import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import type { InvokeResult } from "../host/types.ts";
import { permits, readAuthorizerAnswer } from "../rest/authorizer-answer.ts";
import type { Clock, LocalLog, ResolvedStack, Resource } from "../types.ts";
import { MESSAGE_BYTES } from "./connections-api.ts";
import { openConnection, peerOf, type Connection, type Peer } from "./connections.ts";
import { readWebSocketDefinition, type Route } from "./definition.ts";
import { connectEvent, disconnectEvent, messageEvent, type EventSource } from "./events.ts";
import { watchFrames } from "./frame-limit.ts";
import { bodyOf, connectStatus, identityValue, refuse, routeKeyOf, toBuffer } from "./wire.ts";

/** Traffic for the meter: a message in or out (in billed units of 32 KB), or the minutes of a connection that ended. */
export type WebSocketRecord =
  | {
      readonly kind: "message";
      readonly apiId: string;
      readonly units: number;
      readonly bytesIn: number;
      readonly bytesOut: number;
    }
  | { readonly kind: "connection"; readonly apiId: string; readonly minutes: number };

export interface WebSocketFrontOptions {
  readonly api: Resource;
  readonly stack: ResolvedStack;
  readonly clock: Clock;
  readonly log: LocalLog;
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvokeResult>;
  /** Whether the template lets API Gateway call the function for `sourceArn`. */
  readonly mayInvoke: (functionArn: string, sourceArn: string) => boolean;
  readonly onTraffic?: (record: WebSocketRecord) => void;
}

/** Serves one WebSocket API. */
export interface WebSocketFront {
  readonly apiId: string;
  /** For `server.on("upgrade", …)`: the first segment of the path is the stage. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Open connections of a stage by id; undefined for a stage that is not there. */
  connections(stage: string): ReadonlyMap<string, Connection> | undefined;
  /** Cuts every connection; its `$disconnect` functions are awaited. */
  close(): Promise<void>;
}

/** Reads the API of the template; throws `WebSocketDefinitionError` for what this front does not serve. */
export function createWebSocketFront(options: WebSocketFrontOptions): WebSocketFront {
  const { api, stack, clock, log, onTraffic } = options;
  const definition = readWebSocketDefinition(stack, api);
  const { apiId } = definition;
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES, perMessageDeflate: false });
  const open = new Map([...definition.stages.keys()].map((stage) => [stage, new Map<string, Connection>()]));
  const pending = new Set<Promise<void>>();
  const complain = (message: string): void => log({ level: "error", message, apiId });
  const source = (rest: string): string =>
    `arn:aws:execute-api:${stack.place.region}:${stack.place.account}:${apiId}/${rest}`;
  const eventSource = (stage: string): EventSource => ({
    apiId,
    clock,
    stageVariables: definition.stages.get(stage) ?? null,
  });

  /** Undefined when the function may not be called, fails or is late: to the peer these look the same. */
  async function call(
    functionArn: string,
    sourceArn: string,
    event: unknown,
    timeoutMs: number,
  ): Promise<InvokeResult | undefined> {
    if (!options.mayInvoke(functionArn, sourceArn)) {
      complain(
        `Execution failed due to configuration error: Invalid permissions on Lambda function ${functionArn} for ${sourceArn}`,
      );
      return undefined;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    });
    try {
      return await Promise.race([options.invoke(functionArn, event), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  const callRoute = (route: Route, stage: string, event: unknown): Promise<InvokeResult | undefined> =>
    call(route.functionArn, source(`${stage}/${route.key}`), event, route.timeoutMs);

  /** The status that refuses the upgrade, or the authorizer's context. */
  async function authorize(
    route: Route,
    peer: Peer,
    event: Record<string, unknown>,
  ): Promise<{ status: number } | { context: Peer["authorizer"] }> {
    const { authorizer } = route;
    if (authorizer === undefined) return { context: undefined };
    if (authorizer.identitySources.some((identity) => identityValue(identity, event) === undefined))
      return { status: 401 };
    const methodArn = source(`${peer.stage}/$connect`);
    const result = await call(
      authorizer.functionArn,
      source(`authorizers/${authorizer.id}`),
      { type: "REQUEST", methodArn, ...event },
      route.timeoutMs,
    );
    if (result === undefined) return { status: 500 };
    const answer = readAuthorizerAnswer(result, complain);
    if ("refusal" in answer) return { status: answer.refusal.type === "UNAUTHORIZED" ? 401 : 500 };
    return permits(answer.policies, methodArn) === undefined ? { context: answer.context } : { status: 403 };
  }

  async function connect(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const stage = /^\/([^/?]*)/.exec(request.url ?? "")?.[1] ?? "";
    const connections = open.get(stage);
    if (connections === undefined) return refuse(socket, 403);
    let peer = peerOf(request, stage, clock);
    const route = definition.routes.get("$connect");
    if (route !== undefined) {
      const authorized = await authorize(route, peer, connectEvent(eventSource(stage), peer, request));
      if ("status" in authorized) return refuse(socket, authorized.status);
      if (authorized.context !== undefined) peer = { ...peer, authorizer: authorized.context };
      const status = connectStatus(
        await callRoute(route, stage, connectEvent(eventSource(stage), peer, request)),
      );
      if (status < 200 || status > 299) return refuse(socket, status);
    }
    if (socket.destroyed) {
      disconnect(peer, 1006, "");
      return undefined;
    }
    server.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, socket, peer, connections));
    return undefined;
  }

  function accept(
    webSocket: WebSocket,
    socket: Duplex,
    peer: Peer,
    connections: Map<string, Connection>,
  ): void {
    const connection = openConnection(webSocket, peer, clock, (code, reason) => {
      connections.delete(peer.connectionId);
      onTraffic?.({
        kind: "connection",
        apiId,
        minutes: Math.ceil((clock.now() - peer.connectedAt) / 60_000),
      });
      disconnect(peer, code, reason);
    });
    connections.set(peer.connectionId, connection);
    let refused = false;
    watchFrames(socket, () => {
      refused = true;
      connection.close(1009, "Frame is too large");
    });
    webSocket.on("ping", () => connection.touch());
    // The library closes by itself on a protocol error or a message that is too large; `close` follows.
    webSocket.on("error", (error) =>
      log({
        level: "info",
        message: "socket error",
        apiId,
        connectionId: peer.connectionId,
        error: error.message,
      }),
    );
    webSocket.on("message", (data, isBinary) => {
      if (refused) return;
      connection.touch();
      track(receive(connection, toBuffer(data), isBinary));
    });
  }

  async function receive(connection: Connection, data: Buffer, isBinary: boolean): Promise<void> {
    const { peer } = connection;
    countMessage(data.length, 0);
    const route =
      definition.routes.get(routeKeyOf(data, definition.selection) ?? "$default") ??
      definition.routes.get("$default");
    const complaint = (message: string): void => {
      send(connection, JSON.stringify({ message, connectionId: peer.connectionId, requestId: randomUUID() }));
    };
    if (route === undefined) {
      complaint("Forbidden");
      return;
    }
    const result = await callRoute(
      route,
      peer.stage,
      messageEvent(eventSource(peer.stage), peer, route.key, data, isBinary),
    );
    if (result?.ok !== true) {
      complaint("Internal server error");
      return;
    }
    if (!route.hasResponse) return;
    const body = bodyOf(result.payload);
    if (body !== undefined) send(connection, body);
  }

  function send(connection: Connection, text: string): void {
    if (connection.send(text)) countMessage(0, Buffer.byteLength(text));
  }

  function countMessage(bytesIn: number, bytesOut: number): void {
    onTraffic?.({
      kind: "message",
      apiId,
      units: Math.max(1, Math.ceil((bytesIn + bytesOut) / (32 * 1024))),
      bytesIn,
      bytesOut,
    });
  }

  function disconnect(peer: Peer, code: number, reason: string): void {
    const route = definition.routes.get("$disconnect");
    if (route === undefined) return;
    track(
      callRoute(route, peer.stage, disconnectEvent(eventSource(peer.stage), peer, code, reason)).then(
        () => undefined,
      ),
    );
  }

  function track(work: Promise<void>): void {
    pending.add(work);
    work
      .catch((error: unknown) =>
        complain(`a socket event failed: ${error instanceof Error ? error.stack : String(error)}`),
      )
      .finally(() => pending.delete(work))
      // Both outcomes are handled above.
      .catch(() => undefined);
  }

  return {
    apiId,
    upgrade: (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      track(
        connect(request, socket, head).catch((error: unknown) => {
          refuse(socket, 500);
          throw error;
        }),
      );
    },
    connections: (stage) => open.get(stage),
    close: async () => {
      for (const client of server.clients) client.terminate();
      while (pending.size > 0 || server.clients.size > 0) {
        await Promise.allSettled(pending);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
