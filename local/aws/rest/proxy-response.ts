import * as z from "zod";
import { isBinaryType } from "./proxy-event.ts";

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** The service refuses members it does not know. */
const shape = z.strictObject({
  statusCode: z.coerce.number().int().min(100).max(999),
  headers: z.record(z.string(), headerValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** An HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  /** Every value of each header, names as given. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

/** Names the service keeps for itself: a function's header of this name comes out under another. */
const REMAPPED = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-md5",
  "date",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "trailer",
  "upgrade",
  "user-agent",
  "www-authenticate",
]);

/**
 * Turns what a proxy function returned (JSON text) into the HTTP answer, or tells what is malformed about it.
 * A base64 body is decoded when the request's first `Accept` type is one of the API's binary types.
 */
export function readProxyResponse(
  payload: string,
  accept: string | undefined,
  binaryMediaTypes: readonly string[],
): HttpAnswer | { readonly malformed: string } {
  const parsed = shape.safeParse(JSON.parse(payload));
  if (!parsed.success) return { malformed: z.prettifyError(parsed.error) };
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const decode = isBase64Encoded === true && isBinaryType(accept, binaryMediaTypes);
  return {
    status: statusCode,
    headers: mergedHeaders(headers ?? {}, multiValueHeaders ?? {}),
    body: Buffer.from(body ?? "", decode ? "base64" : "utf8"),
  };
}

/** Values of a name in both lists are joined, without repeats; names are compared without case. */
function mergedHeaders(
  single: Readonly<Record<string, string>>,
  multiple: Readonly<Record<string, readonly string[]>>,
): Record<string, string[]> {
  const merged = new Map<string, { name: string; values: Set<string> }>();
  const add = (name: string, values: readonly string[]): void => {
    const lower = name.toLowerCase();
    if (lower === "transfer-encoding") return;
    const shown = REMAPPED.has(lower) ? `x-amzn-remapped-${lower}` : name;
    const entry = merged.get(shown.toLowerCase()) ?? { name: shown, values: new Set<string>() };
    for (const value of values) entry.values.add(value);
    merged.set(shown.toLowerCase(), entry);
  };
  for (const [name, values] of Object.entries(multiple)) add(name, values);
  for (const [name, value] of Object.entries(single)) add(name, [value]);
  if (!merged.has("content-type")) add("Content-Type", ["application/json"]);
  return Object.fromEntries([...merged.values()].map(({ name, values }) => [name, [...values]]));
}
