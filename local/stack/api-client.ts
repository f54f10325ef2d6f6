import type * as z from "zod";
import { ErrorBody, type ErrorCode } from "../../shared/contracts/errors.ts";
import { routes, type RouteName } from "../../shared/contracts/routes/table.ts";
import type { Route } from "../../shared/contracts/routes/route.ts";

type Part<R, Name extends "params" | "query" | "body"> =
  R extends Readonly<Record<Name, infer Schema extends z.ZodType>>
    ? Readonly<Record<Name, z.input<Schema>>>
    : object;

/** What a request of a route is made of; the query may be left out where all of it is optional. */
export type RequestOf<Name extends RouteName> = Part<(typeof routes)[Name], "params"> &
  Partial<Part<(typeof routes)[Name], "query">> &
  Part<(typeof routes)[Name], "body">;

/** What a route answers. */
export type AnswerOf<Name extends RouteName> = z.output<(typeof routes)[Name]["response"]>;

export interface CallOptions {
  /** Access token of a session. */
  readonly token?: string;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** The API said no. */
export class ApiError extends Error {
  readonly status: number;
  /** Absent where the gateway answered before any function did. */
  readonly code: ErrorCode | undefined;

  constructor(about: string, status: number, code: ErrorCode | undefined, detail: string) {
    super(`${about}: ${status} ${code ?? ""} ${detail}`);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
  }
}

/** The API by its route table: requests and answers have the types of the contracts, and answers are parsed. */
export interface ApiClient {
  /** Rejects with {@link ApiError} for every answer that is not the route's success. */
  call<Name extends RouteName>(
    name: Name,
    request: RequestOf<Name>,
    options?: CallOptions,
  ): Promise<AnswerOf<Name>>;
}

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** `apiUrl` is the stack's output of that name, e.g. `http://127.0.0.1:4000/v1`. `send` takes the place of fetch. */
export function createApiClient(apiUrl: string, send: typeof fetch = fetch): ApiClient {
  return {
    async call(name, request, { token, idempotencyKey, signal } = {}) {
      const route: Route = routes[name];
      const { params = {}, query = {}, body }: Parts = request;
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
        encodeURIComponent(params[key] ?? ""),
      );
      const search = new URLSearchParams(
        Object.entries(query).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, String(value)] as [string, string]],
        ),
      );
      const response = await send(`${apiUrl}${path}${search.size === 0 ? "" : `?${search.toString()}`}`, {
        method: route.method,
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      const text = await response.text();
      const about = `${route.method} ${path}`;
      if (response.status !== route.status) throw errorOf(about, response.status, text);
      return route.response.parse(text === "" ? {} : JSON.parse(text)) as AnswerOf<typeof name>;
    },
  };
}

function errorOf(about: string, status: number, text: string): ApiError {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const parsed = ErrorBody.safeParse(json);
  if (!parsed.success) return new ApiError(about, status, undefined, text.slice(0, 300));
  const { code, message, details } = parsed.data.error;
  return new ApiError(about, status, code, `${message} ${JSON.stringify(details)}`);
}
