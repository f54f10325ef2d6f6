import * as z from "zod";
import type { Resource } from "../types.ts";

/** An OpenAPI body that this front cannot serve as API Gateway would. The message names the place in the body. */
export class RestDefinitionError extends Error {
  override readonly name = "RestDefinitionError";
}

const text = z.record(z.string(), z.string()).default({});

const mockResponse = z.object({
  statusCode: z.coerce.number(),
  responseParameters: text,
  responseTemplates: text,
});

const integration = z.discriminatedUnion("type", [
  z.object({
    type: z.literal(["aws_proxy", "AWS_PROXY"]),
    uri: z.string(),
    timeoutInMillis: z.coerce.number().min(50).default(29_000),
    credentials: z.never("invocation through a role (credentials) is not emulated").optional(),
  }),
  z.object({
    type: z.literal(["mock", "MOCK"]),
    requestTemplates: text,
    responses: z.record(z.string(), mockResponse),
  }),
]);

const parameter = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header", "cookie"]),
  required: z.boolean().default(false),
});

const operation = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z
    .object({
      required: z.boolean().default(false),
      content: z.record(z.string(), z.object({ schema: z.unknown().optional() })).default({}),
    })
    .optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  "x-amazon-apigateway-integration": integration,
  "x-amazon-apigateway-request-validator": z.string().optional(),
});

const seconds = z.coerce.number().min(0).max(3600);

const authorizer = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("token"),
    authorizerUri: z.string(),
    identitySource: z.string().optional(),
    identityValidationExpression: z.string().optional(),
    authorizerResultTtlInSeconds: seconds.default(300),
  }),
  z.object({
    type: z.literal("request"),
    authorizerUri: z.string(),
    identitySource: z.string().optional(),
    authorizerResultTtlInSeconds: seconds.default(300),
  }),
]);

const securityScheme = z.object({
  type: z.literal("apiKey"),
  name: z.string(),
  in: z.literal("header"),
  "x-amazon-apigateway-authorizer": authorizer,
});

const gatewayResponse = z.object({
  statusCode: z.coerce.number().optional(),
  responseParameters: text,
  responseTemplates: text,
});

const body = z.object({
  openapi: z.string().regex(/^3\.0/, "only OpenAPI 3.0 bodies are read, as by the service"),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
  components: z
    .object({
      securitySchemes: z.record(z.string(), securityScheme).default({}),
      schemas: z.record(z.string(), z.unknown()).default({}),
    })
    .default({ securitySchemes: {}, schemas: {} }),
  "x-amazon-apigateway-request-validators": z
    .record(
      z.string(),
      z.object({
        validateRequestBody: z.boolean().default(false),
        validateRequestParameters: z.boolean().default(false),
      }),
    )
    .default({}),
  "x-amazon-apigateway-request-validator": z.string().optional(),
  "x-amazon-apigateway-binary-media-types": z.array(z.string()).default([]),
  "x-amazon-apigateway-gateway-responses": z.record(z.string(), gatewayResponse).default({}),
});

const METHODS = new Set(["get", "put", "post", "delete", "patch", "head", "options"]);
const ANY_METHOD = "x-amazon-apigateway-any-method";

/** How one method is served. */
type Integration =
  | { readonly type: "lambda"; readonly functionArn: string; readonly timeoutMs: number }
  | {
      readonly type: "mock";
      readonly responses: Readonly<Record<string, z.infer<typeof mockResponse>>>;
      readonly statusCode: number;
    };

export type GatewayResponse = z.infer<typeof gatewayResponse>;

/** A Lambda authorizer of the body. */
export interface Authorizer {
  readonly name: string;
  readonly kind: "token" | "request";
  readonly functionArn: string;
  readonly identitySources: readonly string[];
  readonly validation?: RegExp;
  readonly ttlSeconds: number;
}

/** One method of one resource. */
export interface Method {
  /** Upper case, or `ANY`. */
  readonly httpMethod: string;
  /** Resource path as declared, e.g. `/tickets/{id}`. */
  readonly resource: string;
  readonly integration: Integration;
  readonly authorizer?: Authorizer;
  /** Required parameters, when the method's validator checks them. */
  readonly requiredParameters: readonly {
    readonly name: string;
    readonly in: "path" | "query" | "header" | "cookie";
  }[];
  /** JSON schema of the body, when the method's validator checks it; references point into `schemas`. */
  readonly bodySchema?: { readonly schema: unknown; readonly required: boolean };
}

export interface RestDefinition {
  readonly methods: readonly Method[];
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly binaryMediaTypes: readonly string[];
  readonly gatewayResponses: Readonly<Record<string, GatewayResponse>>;
}

/**
 * Reads the OpenAPI `Body` of an `AWS::ApiGateway::RestApi`. Throws {@link RestDefinitionError} for what the service
 * would read but this front does not serve, rather than serving it differently.
 */
export function readRestDefinition(api: Resource): RestDefinition {
  const place = `REST API ${api.logicalId}`;
  const parsed = check(body, api.properties["Body"], `${place}: Body`);
  const authorizers = new Map(
    Object.entries(parsed.components.securitySchemes).map(([name, scheme]) => [
      name,
      readAuthorizer(name, scheme, place),
    ]),
  );
  const methods = Object.entries(parsed.paths).flatMap(([resource, item]) =>
    Object.entries(item)
      .filter(([name]) => METHODS.has(name) || name === ANY_METHOD)
      .map(([name, value]): Method => {
        const where = `${place}: ${name} ${resource}`;
        const declared = check(operation, value, where);
        const validatorName =
          declared["x-amazon-apigateway-request-validator"] ??
          parsed["x-amazon-apigateway-request-validator"];
        const validator =
          validatorName === undefined
            ? undefined
            : parsed["x-amazon-apigateway-request-validators"][validatorName];
        if (validatorName !== undefined && validator === undefined) {
          throw new RestDefinitionError(`${where}: there is no request validator ${validatorName}`);
        }
        const schema = declared.requestBody?.content["application/json"]?.schema;
        const asked = readSecurity(declared.security ?? parsed.security, authorizers, where);
        return {
          httpMethod: name === ANY_METHOD ? "ANY" : name.toUpperCase(),
          resource,
          integration: readIntegration(declared["x-amazon-apigateway-integration"], where),
          ...(asked === undefined ? {} : { authorizer: asked }),
          requiredParameters:
            validator?.validateRequestParameters === true
              ? declared.parameters.filter(({ required }) => required)
              : [],
          ...(validator?.validateRequestBody === true && schema !== undefined
            ? { bodySchema: { schema, required: declared.requestBody?.required ?? false } }
            : {}),
        };
      }),
  );
  const onApi = check(
    z.array(z.string()).default([]),
    api.properties["BinaryMediaTypes"],
    `${place}: BinaryMediaTypes`,
  );
  return {
    methods,
    schemas: parsed.components.schemas,
    binaryMediaTypes: [...parsed["x-amazon-apigateway-binary-media-types"], ...onApi],
    gatewayResponses: parsed["x-amazon-apigateway-gateway-responses"],
  };
}

/** The function in an invocation URI (`arn:aws:apigateway:…:lambda:path/2015-03-31/functions/<ARN>/invocations`). */
function functionArnOf(uri: string, where: string): string {
  const arn = /:lambda:path\/2015-03-31\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1];
  if (arn === undefined)
    throw new RestDefinitionError(`${where}: ${uri} is not the invocation URI of a function`);
  return arn;
}

function check<T extends z.ZodType>(schema: T, value: unknown, where: string): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new RestDefinitionError(`${where}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readIntegration(declared: z.infer<typeof integration>, where: string): Integration {
  if ("uri" in declared) {
    return {
      type: "lambda",
      functionArn: functionArnOf(declared.uri, where),
      timeoutMs: declared.timeoutInMillis,
    };
  }
  const template = declared.requestTemplates["application/json"] ?? "";
  const status = /"statusCode"\s*:\s*"?(\d{3})/.exec(template)?.[1];
  if (status === undefined)
    throw new RestDefinitionError(`${where}: the mock's request template names no statusCode`);
  return { type: "mock", responses: declared.responses, statusCode: Number(status) };
}

function readAuthorizer(name: string, scheme: z.infer<typeof securityScheme>, place: string): Authorizer {
  const declared = scheme["x-amazon-apigateway-authorizer"];
  const where = `${place}: authorizer ${name}`;
  const sources = (
    declared.identitySource ?? (declared.type === "token" ? `method.request.header.${scheme.name}` : "")
  )
    .split(",")
    .map((source) => source.trim())
    .filter((source) => source !== "");
  if (declared.type === "request" && sources.length === 0 && declared.authorizerResultTtlInSeconds > 0) {
    throw new RestDefinitionError(`${where}: results cannot be cached without an identitySource`);
  }
  const validation = declared.type === "token" ? declared.identityValidationExpression : undefined;
  return {
    name,
    kind: declared.type,
    functionArn: functionArnOf(declared.authorizerUri, where),
    identitySources: sources,
    ttlSeconds: declared.authorizerResultTtlInSeconds,
    ...(validation === undefined ? {} : { validation: new RegExp(`^(?:${validation})$`) }),
  };
}

function readSecurity(
  declared: readonly Readonly<Record<string, readonly string[]>>[],
  authorizers: ReadonlyMap<string, Authorizer>,
  where: string,
): Authorizer | undefined {
  const entries = declared.flatMap((requirement) => Object.entries(requirement));
  if (entries.length === 0) return undefined;
  const [name, scopes] = entries[0] as [string, readonly string[]];
  const found = authorizers.get(name);
  if (entries.length > 1) throw new RestDefinitionError(`${where}: more than one security requirement`);
  if (found === undefined) throw new RestDefinitionError(`${where}: there is no security scheme ${name}`);
  // Only the service's own Cognito authorizers know scopes.
  if (scopes.length > 0) throw new RestDefinitionError(`${where}: a Lambda authorizer has no scopes`);
  return found;
}
