import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { deskErrorOf, respond, respondError, WithCookie } from "./rest-response.ts";
import { idempotencyKeyOf, parseRequest } from "./rest-request.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import type { ErrorCode } from "../../shared/contracts/errors.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Clock, Log } from "../../shared/ports/ports.ts";
import type { Route } from "../../shared/contracts/routes/route.ts";
import type { Store } from "../../shared/ports/store.ts";
import { type CallerOf, type Callers, createCallers } from "../../shared/actions/sessions/caller.ts";
import { bearerOf } from "./actor.ts";
import middy from "@middy/core";
import type * as z from "zod";

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A request of one route, as its handler sees it: everything is parsed and the caller is known. */
interface RestRequest<R extends Route> {
  readonly actor: CallerOf<R["access"]>;
  readonly params: Parsed<R["params"]>;
  readonly query: Parsed<R["query"]>;
  readonly body: Parsed<R["body"]>;
  readonly idempotencyKey: R["idempotent"] extends true ? string | undefined : undefined;
  readonly event: APIGatewayProxyEvent;
}

/** What a handler gives back: the body of the response, perhaps with a cookie. */
type RestAnswer<R extends Route> = z.output<R["response"]> | WithCookie<z.output<R["response"]>>;

type RouteTable = Readonly<Record<string, Route>>;

/** A handler for each of the table's routes that the function serves; leaving one out does not compile. */
export type RestHandlers<Table extends RouteTable, Name extends FunctionName> = {
  readonly [Key in keyof Table as Table[Key]["function"] extends Name ? Key : never]: (
    request: RestRequest<Table[Key]>,
  ) => Promise<RestAnswer<Table[Key]>>;
};

/** A Lambda handler of REST proxy events. */
export type RestHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

interface RestDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

interface Endpoint {
  readonly route: Route;
  readonly handle: (request: RestRequest<Route>) => Promise<unknown>;
}

/**
 * Serves the routes of `table` that belong to the function. For staff routes the caller is resolved and role or scope checked
 * before anything else; params, query and body are parsed by the route's schemas; so is the answer, and one that does not
 * fit is an INTERNAL error rather than a surprise for the caller. Errors become responses by shared/contracts/errors.ts.
 */
export function createRestHandler<const Table extends RouteTable, Name extends FunctionName>(
  name: Name,
  table: Table,
  handlers: RestHandlers<Table, Name>,
  deps: RestDeps,
): RestHandler {
  const callers = createCallers(deps);
  const endpoints = new Map<string, Endpoint>();
  for (const [key, route] of Object.entries(table)) {
    if (route.function !== name) continue;
    const handle = (handlers as Readonly<Record<string, unknown>>)[key] as Endpoint["handle"];
    endpoints.set(`${route.method} ${route.path}`, { route, handle });
  }
  const endpointOf = ({ httpMethod, resource }: APIGatewayProxyEvent): Endpoint | undefined =>
    endpoints.get(`${httpMethod} ${resource.replace(/^\/v1(?=\/)/, "")}`);

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .onError(({ event, error }) => {
      report(deps.log, event, endpointOf(event)?.route, error);
      return respondError(error, event.requestContext.requestId);
    })
    .handler(async (event: APIGatewayProxyEvent) => {
      const endpoint = endpointOf(event);
      if (endpoint === undefined) throw new DeskError("NOT_FOUND");
      return answer(endpoint, event, { ...deps, callers });
    });
}

async function answer(
  { route, handle }: Endpoint,
  event: APIGatewayProxyEvent,
  { clock, callers }: RestDeps & { readonly callers: Callers },
): Promise<APIGatewayProxyResult> {
  const { access } = route;
  const actor = access.kind === "staff" ? await callers(bearerOf(event, clock), access) : undefined;
  const request = {
    ...parseRequest(route, event),
    actor,
    idempotencyKey: idempotencyKeyOf(route, event),
    event,
  } as RestRequest<Route>;
  const result = await handle(request);
  const body = result instanceof WithCookie ? result.body : result;
  const checked = route.response.safeParse(body);
  if (!checked.success) {
    throw new TypeError(`the answer of ${route.name} is not in the expected shape`, { cause: checked.error });
  }
  return respond(
    route.status,
    checked.data,
    event.requestContext.requestId,
    result instanceof WithCookie ? { "set-cookie": result.cookie } : {},
  );
}

/** What any route may answer before its handler is asked. */
const implied: ReadonlySet<ErrorCode> = new Set([
  "BAD_REQUEST",
  "PAYLOAD_TOO_LARGE",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "OUTSIDE_ACCESS_HOURS",
]);

/** Logs what the caller cannot be told, and answers that the route does not declare. */
function report(log: Log, event: APIGatewayProxyEvent, route: Route | undefined, error: unknown): void {
  const { code } = deskErrorOf(error);
  const ids = {
    requestId: event.requestContext.requestId,
    route: route?.name ?? "none",
    code,
  };
  if (code === "INTERNAL") log.error("request failed", ids, error);
  else if (code === "BUSY") log.warn("request gave up on contention", ids);
  else if (route !== undefined && !implied.has(code) && !route.errors.includes(code)) {
    log.warn("undeclared error", ids);
  }
}
