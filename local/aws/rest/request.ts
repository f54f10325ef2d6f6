import type { IncomingMessage } from "node:http";

/** Bytes a request's body may have. */
const BODY_BYTES = 10 * 1024 * 1024;

/** An HTTP request as the front works on it. */
export interface RestRequest {
  readonly id: string;
  readonly method: string;
  /** Path as sent, with the stage. */
  readonly fullPath: string;
  readonly stage: string;
  /** Path as sent, without the stage. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names and values in the order and case they were sent. */
  readonly headerPairs: readonly (readonly [string, string])[];
  /** The last value of each header, by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly sourceIp: string;
  readonly protocol: string;
  readonly body: Buffer;
}

/** Splits a request's target into stage, path and query, and adds the headers the service adds. */
export function readTarget(message: IncomingMessage, id: string): Omit<RestRequest, "body"> {
  const target = message.url ?? "/";
  const mark = target.indexOf("?");
  const fullPath = mark < 0 ? target : target.slice(0, mark);
  const [, stage = "", path = ""] = /^\/([^/]*)(.*)$/s.exec(fullPath) ?? [];
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    pairs.push([message.rawHeaders[at] as string, message.rawHeaders[at + 1] as string]);
  }
  const sourceIp = message.socket.remoteAddress ?? "127.0.0.1";
  const forwarded = pairs
    .filter(([name]) => name.toLowerCase() === "x-forwarded-for")
    .map(([, value]) => value);
  const headerPairs = [
    ...pairs.filter(([name]) => !ADDED.has(name.toLowerCase()) && name.toLowerCase() !== "connection"),
    ["X-Forwarded-For", [...forwarded, sourceIp].join(", ")] as const,
    ["X-Forwarded-Port", String(message.socket.localPort ?? 80)] as const,
    ["X-Forwarded-Proto", "http"] as const,
    ["X-Amzn-Trace-Id", `Root=1-${id.slice(0, 8)}-${id.replaceAll("-", "").slice(8)}`] as const,
  ];
  return {
    id,
    method: message.method ?? "GET",
    fullPath,
    stage,
    path: path === "" ? "/" : path,
    query: new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1)),
    headerPairs,
    headers: Object.fromEntries(headerPairs.map(([name, value]) => [name.toLowerCase(), value])),
    sourceIp,
    protocol: `HTTP/${message.httpVersion}`,
  };
}

const ADDED = new Set(["x-forwarded-for", "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id"]);

/** The whole body, or undefined when it is over 10 MB (the rest is then read and thrown away). */
export async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_BYTES) chunks.push(chunk);
  }
  return size > BODY_BYTES ? undefined : Buffer.concat(chunks);
}
