import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { RawData } from "ws";
import type { InvokeResult } from "../host/types.ts";

/** Answers an upgrade with a status, and closes. */
export function refuse(socket: Duplex, status: number): void {
  const body = JSON.stringify({ message: STATUS_CODES[status] ?? "Error" });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Error"}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** What `$connect` answered; a function that failed, or answered nothing like a response, refuses with 502 as the service does. */
export function connectStatus(result: InvokeResult | undefined): number {
  if (result === undefined) return 500;
  if (!result.ok) return result.kind === "throttled" ? 500 : 502;
  const status = Number((JSON.parse(result.payload) as { statusCode?: unknown } | null)?.statusCode);
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : 502;
}

/** The body a function answered for the socket, if any. */
export function bodyOf(payload: string): string | undefined {
  const body = (JSON.parse(payload) as { body?: unknown } | null)?.body;
  return typeof body === "string" && body !== "" ? body : undefined;
}

/** The route key a message selects; undefined stands for `$default`. */
export function routeKeyOf(data: Buffer, selection: readonly string[]): string | undefined {
  let at: unknown;
  try {
    at = JSON.parse(data.toString("utf8"));
  } catch {
    // Text that is no JSON selects no key: it goes to $default.
    return undefined;
  }
  for (const name of selection)
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  return typeof at === "string" && !at.startsWith("$") ? at : undefined;
}

/** The value of an identity source such as `route.request.querystring.ticket` in a `$connect` event. */
export function identityValue(identity: string, event: Record<string, unknown>): string | undefined {
  const [, kind, name = ""] = /^route\.request\.(header|querystring)\.(.+)$/.exec(identity) ?? [];
  if (kind === undefined) throw new Error(`identity source ${identity} is not emulated`);
  const values = (event[kind === "header" ? "headers" : "queryStringParameters"] ?? {}) as Record<
    string,
    string
  >;
  const found = Object.entries(values).find(([key]) =>
    kind === "header" ? key.toLowerCase() === name.toLowerCase() : key === name,
  );
  return found?.[1] === "" ? undefined : found?.[1];
}

/** A received message in one piece. */
export function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
