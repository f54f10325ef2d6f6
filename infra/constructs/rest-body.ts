import { errorTable, type ErrorCode } from "../../shared/contracts/errors.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Route } from "../../shared/contracts/routes/route.ts";

/** How long the gateway remembers what the authorizer said of a token. The functions look at the records anew all the same. */
const rememberedSeconds = 300;

/** What may be a bearer token at all. The gateway refuses anything else by itself, so that nonsense costs no invocation. */
export const bearerPattern = "^[Bb]earer +[A-Za-z0-9_.-]{20,4096}$";

export interface RestBodyInput {
  readonly title: string;
  readonly routes: readonly Route[];
  /** URI by which the API asks whose a bearer token is. */
  readonly authorizerUri: string;
  /** URI by which the API calls a function. */
  integrationUri(name: FunctionName): string;
}

/**
 * The OpenAPI document that defines the REST API: paths, authorizers and integrations of the route table, and the answers
 * that the gateway gives by itself, in our error shape. Schemas stay out of it: the functions check every request with
 * the table's own.
 */
export function restBody({ title, routes, authorizerUri, integrationUri }: RestBodyInput): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = (paths[route.path] ??= {});
    const method = route.method.toLowerCase();
    if (path[method] !== undefined) throw new Error(`two routes are ${route.method} ${route.path}`);
    path[method] = operation(route, integrationUri(route.function));
  }
  return {
    openapi: "3.0.1",
    info: { title, version: "1" },
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: "apiKey",
          name: "Authorization",
          in: "header",
          "x-amazon-apigateway-authtype": "custom",
          "x-amazon-apigateway-authorizer": {
            type: "token",
            authorizerUri,
            identityValidationExpression: bearerPattern,
            authorizerResultTtlInSeconds: rememberedSeconds,
          },
        },
      },
    },
    "x-amazon-apigateway-gateway-responses": gatewayResponses(),
  };
}

function operation(route: Route, uri: string): object {
  const parameters = [...route.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return {
    operationId: route.name,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.access.kind === "staff" ? { security: [{ bearer: [] }] } : {}),
    responses: { [route.status]: { description: route.summary } },
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      httpMethod: "POST",
      uri,
      passthroughBehavior: "when_no_match",
    },
  };
}

/**
 * What the gateway answers without calling a function. A path that does not exist is `MISSING_AUTHENTICATION_TOKEN`
 * to it, because it takes such a call for one that should have been signed.
 */
const gatewayCodes = {
  DEFAULT_4XX: "BAD_REQUEST",
  DEFAULT_5XX: "INTERNAL",
  UNAUTHORIZED: "UNAUTHENTICATED",
  EXPIRED_TOKEN: "UNAUTHENTICATED",
  ACCESS_DENIED: "FORBIDDEN",
  MISSING_AUTHENTICATION_TOKEN: "NOT_FOUND",
  RESOURCE_NOT_FOUND: "NOT_FOUND",
  REQUEST_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  THROTTLED: "BUSY",
  INTEGRATION_TIMEOUT: "BUSY",
} as const satisfies Readonly<Record<string, ErrorCode>>;

function gatewayResponses(): object {
  const responses = Object.entries(gatewayCodes).map(([type, code]) => {
    const { status, en } = errorTable[code];
    const error = { code, message: en, details: {}, requestId: "$context.requestId" };
    const answer = {
      statusCode: status,
      responseTemplates: { "application/json": JSON.stringify({ error }) },
    };
    return [type, answer] as const;
  });
  return Object.fromEntries(responses);
}
