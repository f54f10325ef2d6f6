import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { grouped, lastOf, requestTime } from "../rest/proxy-event.ts";
import type { Clock } from "../types.ts";
import type { Peer } from "./connections.ts";

export interface EventSource {
  readonly apiId: string;
  readonly clock: Clock;
  readonly stageVariables: Readonly<Record<string, string>> | null;
}

type EventType = "CONNECT" | "MESSAGE" | "DISCONNECT";

function contextOf(
  source: EventSource,
  peer: Peer,
  routeKey: string,
  eventType: EventType,
  more: object = {},
): Record<string, unknown> {
  const now = source.clock.now();
  return {
    routeKey,
    eventType,
    extendedRequestId: randomBytes(12).toString("base64"),
    requestTime: requestTime(now),
    messageDirection: "IN",
    stage: peer.stage,
    connectedAt: peer.connectedAt,
    requestTimeEpoch: now,
    identity: {
      sourceIp: peer.sourceIp,
      ...(peer.userAgent === undefined ? {} : { userAgent: peer.userAgent }),
    },
    requestId: randomUUID(),
    domainName: peer.domainName,
    connectionId: peer.connectionId,
    apiId: source.apiId,
    ...(peer.authorizer === undefined ? {} : { authorizer: peer.authorizer }),
    ...more,
  };
}

/** The event of `$connect`, with the headers and the query string of the upgrade. */
export function connectEvent(
  source: EventSource,
  peer: Peer,
  request: IncomingMessage,
): Record<string, unknown> {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] as string;
    if (!/^(connection|upgrade)$/i.test(name)) pairs.push([name, request.rawHeaders[at + 1] as string]);
  }
  pairs.push(["X-Forwarded-For", peer.sourceIp], ["X-Forwarded-Proto", "http"]);
  const multiValueHeaders = grouped(pairs);
  const query = grouped([...new URL(request.url ?? "/", "http://local").searchParams]);
  const hasQuery = Object.keys(query).length > 0;
  return {
    headers: lastOf(multiValueHeaders),
    multiValueHeaders,
    ...(hasQuery ? { queryStringParameters: lastOf(query), multiValueQueryStringParameters: query } : {}),
    ...variables(source),
    requestContext: contextOf(source, peer, "$connect", "CONNECT"),
    isBase64Encoded: false,
  };
}

/** The event of one message. */
export function messageEvent(
  source: EventSource,
  peer: Peer,
  routeKey: string,
  data: Buffer,
  isBinary: boolean,
): Record<string, unknown> {
  return {
    ...variables(source),
    requestContext: contextOf(source, peer, routeKey, "MESSAGE", {
      messageId: randomBytes(12).toString("base64"),
    }),
    body: data.toString(isBinary ? "base64" : "utf8"),
    isBase64Encoded: isBinary,
  };
}

/** The event of `$disconnect`. */
export function disconnectEvent(
  source: EventSource,
  peer: Peer,
  code: number,
  reason: string,
): Record<string, unknown> {
  const headers = { Host: peer.domainName, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": "" };
  return {
    headers,
    multiValueHeaders: grouped(Object.entries(headers)),
    ...variables(source),
    requestContext: contextOf(source, peer, "$disconnect", "DISCONNECT", {
      disconnectStatusCode: code,
      disconnectReason: reason,
    }),
    isBase64Encoded: false,
  };
}

function variables({ stageVariables }: EventSource): object {
  return stageVariables === null ? {} : { stageVariables };
}
