import * as z from "zod";
import type { Resource, ResolvedStack } from "../types.ts";
import type { GatewayResponse } from "./definition.ts";

/** An answer API Gateway gives by itself. */
export interface Refusal {
  readonly type: keyof typeof DEFAULTS;
  /** Replaces the default message. */
  readonly message?: string;
}

interface Default {
  readonly status: number;
  readonly message: string | null;
  readonly errorType: string;
}

const DEFAULTS = {
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: "Missing Authentication Token",
    errorType: "MissingAuthenticationTokenException",
  },
  UNAUTHORIZED: { status: 401, message: "Unauthorized", errorType: "UnauthorizedException" },
  ACCESS_DENIED: {
    status: 403,
    message: "User is not authorized to access this resource",
    errorType: "AccessDeniedException",
  },
  AUTHORIZER_FAILURE: { status: 500, message: null, errorType: "AuthorizerFailureException" },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: null,
    errorType: "AuthorizerConfigurationException",
  },
  BAD_REQUEST_BODY: { status: 400, message: "Invalid request body", errorType: "BadRequestException" },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    message: "Missing required request parameters",
    errorType: "BadRequestException",
  },
  REQUEST_TOO_LARGE: { status: 413, message: "Request Too Long", errorType: "RequestTooLargeException" },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: "Endpoint request timed out",
    errorType: "InternalServerErrorException",
  },
  API_CONFIGURATION_ERROR: {
    status: 500,
    message: "Internal server error",
    errorType: "InternalServerErrorException",
  },
  /** A function that failed or answered what is no proxy response; the service has no type of its own for it. */
  DEFAULT_5XX: { status: 502, message: "Internal server error", errorType: "InternalServerErrorException" },
} as const satisfies Record<string, Default>;

/** What the templates and parameters of a gateway response may name. */
export interface RefusalContext {
  readonly requestId: string;
  readonly stage: string;
  /** Request headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The answer for a refusal: the service's own, or what the API makes of it (its type first, then `DEFAULT_4XX`/`DEFAULT_5XX`). */
export function renderRefusal(
  refusal: Refusal,
  custom: Readonly<Record<string, GatewayResponse>>,
  context: RefusalContext,
): { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const standard: Default = DEFAULTS[refusal.type];
  const message = refusal.message ?? standard.message;
  const chosen = custom[refusal.type] ?? custom[standard.status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX"];
  const variables: Record<string, string> = {
    "$context.error.messageString": JSON.stringify(message),
    "$context.error.message": message ?? "",
    "$context.error.responseType": refusal.type,
    "$context.requestId": context.requestId,
    "$context.stage": context.stage,
  };
  const [contentType, template] = Object.entries(chosen?.responseTemplates ?? {})[0] ?? [
    "application/json",
    // The service spells the key of this one message with a capital.
    refusal.type === "ACCESS_DENIED"
      ? `{"Message":$context.error.messageString}`
      : `{"message":$context.error.messageString}`,
  ];
  const fill = (text: string): string =>
    Object.entries(variables).reduce((filled, [name, value]) => filled.replaceAll(name, () => value), text);
  const headers: Record<string, string> = {
    "content-type": contentType,
    "x-amzn-errortype": standard.errorType,
  };
  for (const [target, source] of Object.entries(chosen?.responseParameters ?? {})) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(target)?.[1];
    const value = parameterValue(source, context, variables);
    if (name !== undefined && value !== undefined) headers[name] = value;
  }
  return { status: chosen?.statusCode ?? standard.status, headers, body: fill(template) };
}

/** A quoted literal, a request header or a context variable. */
function parameterValue(
  source: string,
  context: RefusalContext,
  variables: Readonly<Record<string, string>>,
): string | undefined {
  if (/^'.*'$/.test(source)) return source.slice(1, -1);
  const header = /^method\.request\.header\.(.+)$/.exec(source)?.[1];
  return header === undefined ? variables[`$${source}`] : context.headers[header.toLowerCase()];
}

const resourceShape = z.object({
  RestApiId: z.string(),
  ResponseType: z.string(),
  StatusCode: z.coerce.number().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});

/** The gateway responses of an API that stand in the template as resources of their own, by type. */
export function gatewayResponseResources(
  stack: ResolvedStack,
  api: Resource,
): Record<string, GatewayResponse> {
  const found: Record<string, GatewayResponse> = {};
  for (const { type, properties } of stack.resources) {
    if (type !== "AWS::ApiGateway::GatewayResponse") continue;
    const declared = resourceShape.parse(properties);
    if (declared.RestApiId !== api.physicalId) continue;
    found[declared.ResponseType] = {
      statusCode: declared.StatusCode,
      responseParameters: declared.ResponseParameters,
      responseTemplates: declared.ResponseTemplates,
    };
  }
  return found;
}
