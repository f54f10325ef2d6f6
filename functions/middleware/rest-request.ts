import type { APIGatewayProxyEvent } from "aws-lambda";
import { DeskError } from "../../shared/contracts/errors.ts";
import type { Route } from "../../shared/contracts/routes/route.ts";
import type * as z from "zod";

/** The largest body of a route that has a schema for it. */
const bodyLimit = 262_144;
const mostIssues = 20;

/** The bytes of a body as they were sent: API Gateway hands binary ones over in Base64. */
export const bodyBytes = ({ body, isBase64Encoded }: APIGatewayProxyEvent): Uint8Array =>
  Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");

/** A header by its name in lower case. */
export const headerOf = ({ headers }: APIGatewayProxyEvent, name: string): string | undefined =>
  Object.entries(headers).find(([header]) => header.toLowerCase() === name)?.[1];

/**
 * Parameters, query and body of a request, parsed with the route's schemas; undefined where the route has none. A missing
 * body stands for an empty object. Throws BAD_REQUEST with the places that are wrong, or PAYLOAD_TOO_LARGE.
 */
export function parseRequest(
  route: Route,
  event: APIGatewayProxyEvent,
): { readonly params: unknown; readonly query: unknown; readonly body: unknown } {
  return {
    params: route.params && checked("params", route.params, event.pathParameters ?? {}),
    query: route.query && checked("query", route.query, queryOf(event)),
    body: route.body && checked("body", route.body, jsonOf(event)),
  };
}

/** The key under which a request may be repeated, for routes that honour it. */
export function idempotencyKeyOf(route: Route, event: APIGatewayProxyEvent): string | undefined {
  if (route.idempotent !== true) return undefined;
  const key = headerOf(event, "idempotency-key");
  if (key !== undefined && !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw badRequest("headers", "Idempotency-Key", "expected 1 to 128 visible ASCII characters");
  }
  return key;
}

function queryOf(event: APIGatewayProxyEvent): Readonly<Record<string, string | undefined>> {
  const repeated = Object.entries(event.multiValueQueryStringParameters ?? {}).find(
    ([, values]) => (values?.length ?? 0) > 1,
  );
  if (repeated !== undefined) throw badRequest("query", repeated[0], "given more than once");
  return event.queryStringParameters ?? {};
}

/** Of a member that is given twice the last one counts, as JSON.parse has it. */
function jsonOf(event: APIGatewayProxyEvent): unknown {
  const bytes = bodyBytes(event);
  if (bytes.byteLength > bodyLimit) throw new DeskError("PAYLOAD_TOO_LARGE", { limit: bodyLimit });
  if (bytes.byteLength === 0) return {};
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw badRequest("body", "", "not JSON in UTF-8", cause);
  }
  // Only an escape can bring in half of a surrogate pair, which neither the table nor a queue can store.
  if (/\\ud[89a-f]/i.test(text) && !isWellFormed(value)) throw badRequest("body", "", "not Unicode text");
  return value;
}

/** Whether every text in a JSON value is Unicode: without halves of surrogate pairs. However deep it is. */
function isWellFormed(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const it = left.pop();
    if (typeof it === "string" && !it.isWellFormed()) return false;
    if (typeof it !== "object" || it === null) continue;
    for (const [name, member] of Object.entries(it)) left.push(name, member);
  }
  return true;
}

function checked(where: string, schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, mostIssues).map(({ path, message }) => ({
    in: where,
    path: path.map(String).join("."),
    message,
  }));
  throw new DeskError("BAD_REQUEST", { issues });
}

const badRequest = (where: string, path: string, message: string, cause?: unknown): DeskError =>
  new DeskError("BAD_REQUEST", { issues: [{ in: where, path, message }] }, { cause });
