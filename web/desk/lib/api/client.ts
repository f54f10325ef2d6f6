import type { AnswerOf, RequestOf, RouteName } from "./types.ts";
import { ApiError, errorOf } from "./error.ts";

/** Method, path and success status of a route: `virtual:contracts/routes` in the page. */
export type RouteMap = Readonly<Record<RouteName, readonly [method: string, path: string, status: number]>>;

export interface CallOptions {
  readonly token?: string | undefined;
  /** For routes that create: the same key is the same act. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks a route by its name; requests and answers have the types of the contracts. Rejects with {@link ApiError} for every answer
 * that is not the route's success, and with the signal's reason where it was aborted.
 */
export type Call = <Name extends RouteName>(
  name: Name,
  request: RequestOf<Name>,
  options?: CallOptions,
) => Promise<AnswerOf<Name>>;

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** An answer that takes longer than this is none, in milliseconds: the API's own limit is 29 seconds. */
const patience = 30_000;

/** The address of a request. */
export function addressOf(path: string, { params = {}, query = {} }: Parts): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ""));
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  );
  return `/v1${filled}${pairs.length === 0 ? "" : `?${new URLSearchParams(pairs).toString()}`}`;
}

/** A client of the API on the page's own origin. */
export function createCall(routes: RouteMap, send: typeof fetch): Call {
  return async (name, request, { token, idempotencyKey, signal } = {}) => {
    const [method, path, status] = routes[name];
    const parts: Parts = request;
    const limit = AbortSignal.timeout(patience);
    let response: Response;
    let text: string;
    try {
      response = await send(addressOf(path, parts), {
        method,
        credentials: "same-origin",
        headers: {
          ...(parts.body === undefined ? {} : { "content-type": "application/json" }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
        },
        ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      text = await response.text();
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new ApiError("UNREACHABLE", 0, {}, null, { cause: error });
    }
    const body = parse(text);
    if (response.status !== status)
      throw errorOf(response.status, body, response.headers.get("x-request-id"));
    return body as AnswerOf<typeof name>;
  };
}

function parse(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
