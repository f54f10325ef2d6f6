import { ConditionFailed, StoreBusy } from "../../shared/ports/store.ts";
import { DeskError, errorTable } from "../../shared/contracts/errors.ts";
import type { APIGatewayProxyResult } from "aws-lambda";

/** An answer that also sets a cookie. */
export class WithCookie<Body> {
  readonly body: Body;
  readonly cookie: string;

  constructor(body: Body, cookie: string) {
    this.body = body;
    this.cookie = cookie;
  }
}

/** Nothing here is a page: no one may cache, frame, sniff or embed it. */
const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/** A response of the API: JSON, or plain text when the body is a text. 204 has no body. */
export function respond(
  status: number,
  body: unknown,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  const type = typeof body === "string" ? "text/plain" : "application/json";
  return {
    statusCode: status,
    headers: {
      ...securityHeaders,
      "x-request-id": requestId,
      ...(status !== 204 && { "content-type": `${type}; charset=utf-8` }),
      ...headers,
    },
    body: status === 204 ? "" : typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** Seconds after which a caller who met contention may try again; other errors say so in their details. */
const retryAfter = 1;

/** The response that tells of an error. What is not a DeskError tells nothing of itself. */
export function respondError(error: unknown, requestId: string): APIGatewayProxyResult {
  const { code, message, details } = deskErrorOf(error);
  const body = { error: { code, message, details, requestId } };
  const wait = code === "BUSY" ? retryAfter : details["retryAfter"];
  const headers = typeof wait === "number" ? { "retry-after": wait.toString() } : {};
  return respond(errorTable[code].status, body, requestId, headers);
}

/** What an error is to the caller: contention that outlived its retries is BUSY, anything unforeseen INTERNAL. */
export function deskErrorOf(error: unknown): DeskError {
  if (error instanceof DeskError) return error;
  const busy = error instanceof ConditionFailed || error instanceof StoreBusy;
  return new DeskError(busy ? "BUSY" : "INTERNAL", {}, { cause: error });
}
