import type { IncomingMessage, ServerResponse } from "node:http";
import type { GraphError } from "./errors.ts";
import type { Json, JsonObject } from "./types.ts";

/** One request, read to its end. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  /** Path parts, decoded. */
  readonly path: readonly string[];
  readonly token: string | undefined;
  readonly contentType: string;
  readonly body: Buffer;
}

/** What is answered. */
export type Answer =
  | { readonly status: number; readonly json: Json; readonly sent?: () => void }
  | {
      readonly status: number;
      readonly bytes: Buffer | string;
      readonly contentType: string;
      readonly sent?: () => void;
    }
  /** The connection is closed without an answer. */
  | { readonly hangUp: true; readonly sent?: () => void }
  /** Nothing is ever answered. */
  | { readonly silent: true; readonly sent?: () => void };

/** Turns an error of the Graph API into an answer. */
export function errorAnswer({ status, body }: GraphError): Answer {
  return { status, json: body };
}

/** Whether a request names this machine: a page on the internet may point a name of its own here. */
export function fromThisMachine({ headers }: IncomingMessage): boolean {
  const host = headers.host?.replace(/:\d+$/, "");
  return host === "127.0.0.1" || host === "localhost";
}

/** Reads a request whole. */
export async function readCall(request: IncomingMessage, origin: string): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? "/", origin);
  return {
    method: request.method ?? "GET",
    url,
    path: url.pathname.split("/").filter(Boolean).map(decodeURIComponent),
    token:
      /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ??
      url.searchParams.get("access_token") ??
      undefined,
    contentType: request.headers["content-type"] ?? "",
    body: Buffer.concat(chunks),
  };
}

/** Writes an answer; `sent` runs once it has left, or at once when there is none. */
export function writeAnswer(response: ServerResponse, answer: Answer): void {
  if ("hangUp" in answer || "silent" in answer) {
    if ("hangUp" in answer) response.destroy();
    answer.sent?.();
    return;
  }
  const [contentType, body] =
    "json" in answer
      ? ["application/json; charset=UTF-8", JSON.stringify(answer.json)]
      : [answer.contentType, answer.bytes];
  response.writeHead(answer.status, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(body),
  });
  // A caller that is gone must not stop what follows: the message went out all the same.
  if (answer.sent && response.closed) answer.sent();
  else if (answer.sent) response.once("close", answer.sent);
  response.end(body);
}

/** The body as a JSON object; undefined if it is anything else. */
export function jsonObject(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}
