import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { InvokeResult } from "../host/types.ts";
import type { Clock, LocalLog, ResolvedStack, Resource } from "../types.ts";
import { readRestDefinition, RestDefinitionError, type Method } from "./definition.ts";
import { gatewayResponseResources, renderRefusal, type Refusal } from "./gateway-responses.ts";
import { createLambdaCheck } from "./lambda-authorizer.ts";
import { proxyEvent, type EventScope } from "./proxy-event.ts";
import { readProxyResponse, type HttpAnswer } from "./proxy-response.ts";
import { readBody, readTarget, type RestRequest } from "./request.ts";
import { createRouter, type Match } from "./routing.ts";
import { stagesOf } from "./stages.ts";
import { createRequestCheck } from "./validation.ts";

/** One answered request, for the meter. */
export interface RestRequestRecord {
  readonly apiId: string;
  readonly method: string;
  /** Absent when no resource matched. */
  readonly resource?: string;
  readonly status: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface RestFrontOptions {
  readonly api: Resource;
  readonly stack: ResolvedStack;
  readonly clock: Clock;
  readonly log: LocalLog;
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvokeResult>;
  /** Whether the template lets API Gateway call the function for `sourceArn`. */
  readonly mayInvoke: (functionArn: string, sourceArn: string) => boolean;
  readonly onRequest?: (record: RestRequestRecord) => void;
}

/** Serves one REST API. */
export interface RestFront {
  /** For `http.createServer`: the first segment of the path is the stage. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

type Outcome = HttpAnswer | { readonly refusal: Refusal };

/** Reads the API of the template; throws {@link RestDefinitionError} for what this front does not serve. */
export function createRestFront(options: RestFrontOptions): RestFront {
  const { api, stack, clock, log } = options;
  const apiId = api.physicalId;
  const definition = readRestDefinition(api);
  const gatewayResponses = { ...definition.gatewayResponses, ...gatewayResponseResources(stack, api) };
  const router = createRouter(definition.methods);
  const stages = stagesOf(stack, api);
  const checkRequest = createRequestCheck(definition.schemas);
  const complain = (message: string): void => log({ level: "error", message, apiId });
  for (const { functionArn, where } of functionsOf(definition.methods)) {
    if (
      !stack.resources.some(
        ({ type, arn }) => type === "AWS::Lambda::Function" && functionArn.startsWith(arn),
      )
    ) {
      throw new RestDefinitionError(
        `REST API ${api.logicalId}: ${where} calls ${functionArn}, which is no function of the stack`,
      );
    }
  }

  const source = (rest: string): string =>
    `arn:aws:execute-api:${stack.place.region}:${stack.place.account}:${apiId}/${rest}`;
  const scopes = new Map<string, { scope: EventScope; checkLambda: ReturnType<typeof createLambdaCheck> }>();
  for (const [name, stageVariables] of stages) {
    const scope: EventScope = {
      apiId,
      place: stack.place,
      clock,
      stageVariables,
      binaryMediaTypes: definition.binaryMediaTypes,
    };
    const checkLambda = createLambdaCheck({
      clock,
      scope,
      complain,
      invoke: async (authorizer, event) =>
        permitted(authorizer.functionArn, source(`authorizers/${authorizer.name}`))
          ? options.invoke(authorizer.functionArn, event)
          : undefined,
    });
    scopes.set(name, { scope, checkLambda });
  }

  function permitted(functionArn: string, sourceArn: string): boolean {
    if (options.mayInvoke(functionArn, sourceArn)) return true;
    complain(
      `Execution failed due to configuration error: Invalid permissions on Lambda function ${functionArn} for ${sourceArn}`,
    );
    return false;
  }

  async function authorize(
    method: Method,
    request: RestRequest,
    match: Match,
  ): Promise<{ context?: Readonly<Record<string, unknown>> } | { refusal: Refusal }> {
    if (method.authorizer === undefined) return {};
    const methodArn = source(`${request.stage}/${request.method}/${request.path.slice(1)}`);
    const entry = scopes.get(request.stage) as NonNullable<ReturnType<typeof scopes.get>>;
    return entry.checkLambda(method.authorizer, request, match, methodArn);
  }

  async function serve(request: RestRequest, match: Match | undefined): Promise<Outcome> {
    const scope = scopes.get(request.stage)?.scope;
    if (scope === undefined) return { refusal: { type: "ACCESS_DENIED", message: "Forbidden" } };
    const method = match?.methods.get(request.method) ?? match?.methods.get("ANY");
    if (match === undefined || method === undefined)
      return { refusal: { type: "MISSING_AUTHENTICATION_TOKEN" } };
    const authorized = await authorize(method, request, match);
    if ("refusal" in authorized) return authorized;
    const refusal = checkRequest(method, request);
    if (refusal !== undefined) return { refusal };
    if (method.integration.type === "mock") return mockAnswer(method.integration);
    const { functionArn, timeoutMs } = method.integration;
    if (!permitted(functionArn, source(`${request.stage}/${request.method}${match.resource}`))) {
      return { refusal: { type: "API_CONFIGURATION_ERROR" } };
    }
    const result = await within(
      timeoutMs,
      options.invoke(functionArn, proxyEvent(request, match, scope, authorized.context)),
    );
    if (result === undefined) return { refusal: { type: "INTEGRATION_TIMEOUT" } };
    if (!result.ok) {
      if (result.kind === "too-large") return { refusal: { type: "REQUEST_TOO_LARGE" } };
      if (result.kind !== "throttled") return { refusal: { type: "DEFAULT_5XX" } };
      complain("Execution failed due to configuration error: Rate Exceeded.");
      return { refusal: { type: "API_CONFIGURATION_ERROR" } };
    }
    const answer = readProxyResponse(result.payload, request.headers["accept"], definition.binaryMediaTypes);
    if (!("malformed" in answer)) return answer;
    complain(
      `Execution failed due to configuration error: Malformed Lambda proxy response (${method.httpMethod} ${match.resource}): ${answer.malformed}`,
    );
    return { refusal: { type: "DEFAULT_5XX" } };
  }

  async function respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = readTarget(message, randomUUID());
    const match = router.match(target.path);
    const body = await readBody(message);
    const request: RestRequest = { ...target, body: body ?? Buffer.alloc(0) };
    const outcome: Outcome =
      body === undefined ? { refusal: { type: "REQUEST_TOO_LARGE" } } : await serve(request, match);
    const answer =
      "refusal" in outcome
        ? asAnswer(
            renderRefusal(outcome.refusal, gatewayResponses, {
              requestId: request.id,
              stage: request.stage,
              headers: request.headers,
            }),
          )
        : outcome;
    for (const [name, values] of Object.entries(answer.headers))
      response.setHeader(name, values.length === 1 ? (values[0] as string) : values);
    response.setHeader("x-amzn-requestid", request.id);
    response.setHeader("x-amz-apigw-id", request.id);
    response.writeHead(answer.status, { "content-length": answer.body.length });
    response.end(request.method === "HEAD" ? undefined : answer.body);
    options.onRequest?.({
      apiId,
      method: request.method,
      status: answer.status,
      bytesIn: request.body.length,
      bytesOut: answer.body.length,
      ...(match === undefined ? {} : { resource: match.resource }),
    });
  }

  return {
    handle: (message, response) => {
      respond(message, response).catch((error: unknown) => {
        // The caller hung up, or the front itself is at fault: both must show, neither may end the process.
        log({
          level: message.destroyed && !message.complete ? "info" : "error",
          message: "request not answered",
          apiId,
          error: error instanceof Error ? error.stack : String(error),
        });
        response.destroy();
      });
    },
  };
}

function* functionsOf(methods: readonly Method[]): Iterable<{ functionArn: string; where: string }> {
  for (const { httpMethod, resource, integration, authorizer } of methods) {
    const where = `${httpMethod} ${resource}`;
    if (integration.type === "lambda") yield { functionArn: integration.functionArn, where };
    if (authorizer !== undefined)
      yield { functionArn: authorizer.functionArn, where: `authorizer ${authorizer.name}` };
  }
}

function mockAnswer({ responses, statusCode }: Extract<Method["integration"], { type: "mock" }>): HttpAnswer {
  const chosen =
    Object.entries(responses).find(
      ([pattern]) => pattern !== "default" && new RegExp(`^(?:${pattern})$`).test(String(statusCode)),
    )?.[1] ?? responses["default"];
  const headers: Record<string, string[]> = {};
  for (const [target, value] of Object.entries(chosen?.responseParameters ?? {})) {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    if (name !== undefined && /^'.*'$/.test(value)) headers[name] = [value.slice(1, -1)];
  }
  const [contentType, template] = Object.entries(chosen?.responseTemplates ?? {})[0] ?? [
    "application/json",
    "",
  ];
  headers["Content-Type"] ??= [contentType];
  return { status: chosen?.statusCode ?? statusCode, headers, body: Buffer.from(template) };
}

function asAnswer({ status, headers, body }: ReturnType<typeof renderRefusal>): HttpAnswer {
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    body: Buffer.from(body),
  };
}

/** Undefined when `work` takes longer; it is then left to end by itself, as the function is. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
