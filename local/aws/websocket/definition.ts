import * as z from "zod";
import type { Resource, ResolvedStack } from "../types.ts";

/** A WebSocket API of the template that this front cannot serve as API Gateway would. */
class WebSocketDefinitionError extends Error {
  override readonly name = "WebSocketDefinitionError";
}

/** A Lambda `REQUEST` authorizer of `$connect`. */
interface ConnectAuthorizer {
  readonly id: string;
  readonly functionArn: string;
  /** e.g. `route.request.querystring.ticket` */
  readonly identitySources: readonly string[];
}

export interface Route {
  readonly key: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  /** Whether the function's answer goes back through the socket. */
  readonly hasResponse: boolean;
  readonly authorizer?: ConnectAuthorizer;
}

export interface WebSocketDefinition {
  readonly apiId: string;
  /** Names of the members that lead to the route key, from `$request.body.a.b`. */
  readonly selection: readonly string[];
  readonly routes: ReadonlyMap<string, Route>;
  readonly stages: ReadonlyMap<string, Readonly<Record<string, string>> | null>;
}

const apiShape = z.object({ ProtocolType: z.literal("WEBSOCKET"), RouteSelectionExpression: z.string() });
const routeShape = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(["NONE", "CUSTOM"]).default("NONE"),
  AuthorizerId: z.string().optional(),
  RouteResponseSelectionExpression: z.string().optional(),
});
const integrationShape = z.object({
  ApiId: z.string(),
  IntegrationType: z.literal("AWS_PROXY", "only AWS_PROXY integrations run here"),
  IntegrationUri: z.string(),
  TimeoutInMillis: z.coerce.number().default(29_000),
});
const authorizerShape = z.object({
  AuthorizerType: z.literal("REQUEST"),
  AuthorizerUri: z.string(),
  IdentitySource: z.array(z.string()).default([]),
});
const stageShape = z.object({
  ApiId: z.string(),
  StageName: z.string(),
  StageVariables: z.record(z.string(), z.string()).optional(),
});

/** Puts a WebSocket API together from its resources; throws {@link WebSocketDefinitionError} with the logical id at fault. */
export function readWebSocketDefinition(stack: ResolvedStack, api: Resource): WebSocketDefinition {
  const apiId = api.physicalId;
  const { RouteSelectionExpression } = read(apiShape, api);
  const path = /^\$\{?request\.body\.([\w.]+)\}?$/.exec(RouteSelectionExpression)?.[1];
  if (path === undefined)
    throw new WebSocketDefinitionError(
      `${api.logicalId}: route selection expression ${RouteSelectionExpression} is not emulated`,
    );

  const withResponse = new Set<unknown>();
  for (const { type, properties } of stack.resources) {
    if (type === "AWS::ApiGatewayV2::RouteResponse" && properties["ApiId"] === apiId)
      withResponse.add(properties["RouteId"]);
  }
  const routes = new Map<string, Route>();
  for (const resource of ofApi(stack, "AWS::ApiGatewayV2::Route", apiId)) {
    const route = read(routeShape, resource);
    const integration = stack.resources.find(
      ({ type, physicalId }) =>
        type === "AWS::ApiGatewayV2::Integration" && route.Target === `integrations/${physicalId}`,
    );
    if (integration === undefined)
      throw new WebSocketDefinitionError(`${resource.logicalId}: no integration ${route.Target}`);
    const { IntegrationUri, TimeoutInMillis } = read(integrationShape, integration);
    const authorizer =
      route.AuthorizationType === "CUSTOM" ? readAuthorizer(stack, resource, route.AuthorizerId) : undefined;
    if (authorizer !== undefined && route.RouteKey !== "$connect") {
      throw new WebSocketDefinitionError(`${resource.logicalId}: only $connect can have an authorizer`);
    }
    routes.set(route.RouteKey, {
      key: route.RouteKey,
      functionArn: functionArnOf(stack, IntegrationUri, integration),
      timeoutMs: TimeoutInMillis,
      // The service wants both: a RouteResponse resource, and the route's response selection expression.
      hasResponse:
        withResponse.has(resource.physicalId) && route.RouteResponseSelectionExpression === "$default",
      ...(authorizer === undefined ? {} : { authorizer }),
    });
  }
  const stages = new Map(
    ofApi(stack, "AWS::ApiGatewayV2::Stage", apiId).map((resource) => {
      const { StageName, StageVariables } = read(stageShape, resource);
      return [StageName, StageVariables ?? null] as const;
    }),
  );
  if (stages.size === 0) throw new WebSocketDefinitionError(`${api.logicalId} has no stage`);
  return { apiId, selection: path.split("."), routes, stages };
}

function ofApi(stack: ResolvedStack, type: string, apiId: string): Resource[] {
  return stack.resources.filter(
    (resource) => resource.type === type && resource.properties["ApiId"] === apiId,
  );
}

function readAuthorizer(stack: ResolvedStack, route: Resource, id: string | undefined): ConnectAuthorizer {
  const resource = stack.resources.find(
    ({ type, physicalId }) => type === "AWS::ApiGatewayV2::Authorizer" && physicalId === id,
  );
  if (resource === undefined)
    throw new WebSocketDefinitionError(`${route.logicalId}: there is no authorizer ${id}`);
  const { AuthorizerUri, IdentitySource } = read(authorizerShape, resource);
  return {
    id: resource.physicalId,
    functionArn: functionArnOf(stack, AuthorizerUri, resource),
    identitySources: IdentitySource,
  };
}

function functionArnOf(stack: ResolvedStack, uri: string, resource: Resource): string {
  const arn = /:lambda:path\/2015-03-31\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1];
  if (arn === undefined)
    throw new WebSocketDefinitionError(
      `${resource.logicalId}: ${uri} is not the invocation URI of a function`,
    );
  if (
    !stack.resources.some(({ type, arn: known }) => type === "AWS::Lambda::Function" && arn.startsWith(known))
  ) {
    throw new WebSocketDefinitionError(`${resource.logicalId}: ${arn} is no function of the stack`);
  }
  return arn;
}

function read<T extends z.ZodType>(shape: T, resource: Resource): z.infer<T> {
  const parsed = shape.safeParse(resource.properties);
  if (!parsed.success)
    throw new WebSocketDefinitionError(`${resource.logicalId}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
