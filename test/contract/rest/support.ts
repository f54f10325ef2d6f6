import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { MovableClock } from "../../../local/aws/clock.ts";
import type { InvokeResult } from "../../../local/aws/host/types.ts";
import { createRestFront, type RestRequestRecord } from "../../../local/aws/rest/front.ts";
import type { Resource, ResolvedStack } from "../../../local/aws/types.ts";

const place = { region: "us-east-1", account: "000000000000" };
export const fnArn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const uri = (name: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${fnArn(name)}/invocations`;

/** An operation that a function serves. */
export const lambda = (name = "Api", more: object = {}): object => ({
  "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri: uri(name) },
  ...more,
});
export const authorizerUri = uri;

const resource = (
  type: string,
  logicalId: string,
  physicalId: string,
  properties: object,
  arn = logicalId,
): Resource => ({
  logicalId,
  type,
  physicalId,
  arn,
  attributes: {},
  properties: { ...properties },
  metadata: {},
});

/** A stack of one REST API `api` with stage `v1` and the functions `Api` and `Auth`. */
export function stackOf(
  body: object,
  apiProperties: object = {},
  extra: readonly Resource[] = [],
): ResolvedStack {
  return {
    name: "stack",
    place,
    outputs: {},
    resources: [
      resource("AWS::ApiGateway::RestApi", "RestApi", "api", {
        Body: { openapi: "3.0.1", ...body },
        ...apiProperties,
      }),
      resource("AWS::ApiGateway::Stage", "Stage", "v1", {
        RestApiId: "api",
        StageName: "v1",
        Variables: { colour: "blue" },
      }),
      resource("AWS::Lambda::Function", "Api", "Api", {}, fnArn("Api")),
      resource("AWS::Lambda::Function", "Auth", "Auth", {}, fnArn("Auth")),
      ...extra,
    ],
  };
}

export interface Call {
  readonly functionArn: string;
  readonly event: Record<string, unknown> & { requestContext: Record<string, unknown> };
}

export const answered = (value: unknown): InvokeResult => ({
  ok: true,
  requestId: "r",
  payload: JSON.stringify(value),
});
export const failed = (
  kind: "handled" | "unhandled" | "throttled" | "too-large",
  errorMessage = "broken",
): InvokeResult => ({
  ok: false,
  requestId: "r",
  kind,
  error: { errorType: "Error", errorMessage, stackTrace: [] },
});

/** Serves the API on a free port; `reply` stands in for every function. */
export async function serve(
  stack: ResolvedStack,
  reply: (call: Call) => InvokeResult | Promise<InvokeResult> = () =>
    answered({ statusCode: 200, body: "ok" }),
  mayInvoke: (functionArn: string, sourceArn: string) => boolean = () => true,
) {
  const clock = new MovableClock();
  const calls: Call[] = [];
  const logged: string[] = [];
  const records: RestRequestRecord[] = [];
  const sources: string[] = [];
  const front = createRestFront({
    api: stack.resources[0] as Resource,
    stack,
    clock,
    log: ({ message }) => logged.push(message),
    invoke: async (functionArn, event) => {
      const call = { functionArn, event: JSON.parse(JSON.stringify(event)) as Call["event"] };
      calls.push(call);
      return reply(call);
    },
    mayInvoke: (functionArn, sourceArn) => {
      sources.push(sourceArn);
      return mayInvoke(functionArn, sourceArn);
    },
    onRequest: (record) => records.push(record),
  });
  const server = createServer(front.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    clock,
    calls,
    logged,
    records,
    sources,
    origin,
    get: (path: string, init: RequestInit = {}) => fetch(`${origin}${path}`, init),
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}
