import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket } from "ws";
import { MovableClock } from "../../../local/aws/clock.ts";
import type { InvokeResult } from "../../../local/aws/host/types.ts";
import { createConnectionsApi } from "../../../local/aws/websocket/connections-api.ts";
import { createWebSocketFront, type WebSocketRecord } from "../../../local/aws/websocket/front.ts";
import type { AwsCall, AwsReply, Resource, ResolvedStack } from "../../../local/aws/types.ts";

const fnArn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const uri = (name: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${fnArn(name)}/invocations`;

export const resource = (type: string, logicalId: string, properties: object, arn = logicalId): Resource => ({
  logicalId,
  type,
  physicalId: logicalId,
  arn,
  attributes: {},
  properties: { ...properties },
  metadata: {},
});

/** A stack of one WebSocket API `api` with stage `v1`; every route key given has a function of its own name. */
export function stackOf(
  routes: Readonly<Record<string, object>>,
  extra: readonly Resource[] = [],
): ResolvedStack {
  const names = Object.keys(routes).map((key) => key.replace("$", ""));
  return {
    name: "stack",
    place: { region: "us-east-1", account: "000000000000" },
    outputs: {},
    resources: [
      resource("AWS::ApiGatewayV2::Api", "api", {
        ProtocolType: "WEBSOCKET",
        RouteSelectionExpression: "$request.body.action",
      }),
      resource("AWS::ApiGatewayV2::Stage", "Stage", { ApiId: "api", StageName: "v1" }),
      ...[...names, "authorize"].map((name) => resource("AWS::Lambda::Function", name, {}, fnArn(name))),
      ...names.map((name) =>
        resource("AWS::ApiGatewayV2::Integration", `${name}-integration`, {
          ApiId: "api",
          IntegrationType: "AWS_PROXY",
          IntegrationUri: uri(name),
        }),
      ),
      ...Object.entries(routes).map(([key, more]) =>
        resource("AWS::ApiGatewayV2::Route", `${key}-route`, {
          ApiId: "api",
          RouteKey: key,
          Target: `integrations/${key.replace("$", "")}-integration`,
          ...more,
        }),
      ),
      resource("AWS::ApiGatewayV2::Authorizer", "auth", {
        AuthorizerType: "REQUEST",
        AuthorizerUri: uri("authorize"),
        IdentitySource: ["route.request.querystring.ticket"],
      }),
      ...extra,
    ],
  };
}

export interface Call {
  readonly name: string;
  readonly event: Record<string, unknown> & { readonly requestContext: Record<string, unknown> };
}

export const answered = (value: unknown): InvokeResult => ({
  ok: true,
  requestId: "r",
  payload: JSON.stringify(value),
});
export const failed = (errorMessage = "broken"): InvokeResult => ({
  ok: false,
  requestId: "r",
  kind: "handled",
  error: { errorType: "Error", errorMessage, stackTrace: [] },
});

/** A client that keeps what it receives. */
export interface Client {
  readonly socket: WebSocket;
  readonly received: string[];
  readonly closed: Promise<{ code: number; reason: string }>;
}

export async function serve(
  stack: ResolvedStack,
  reply: (call: Call) => InvokeResult = () => answered({ statusCode: 200 }),
  mayInvoke: (functionArn: string, sourceArn: string) => boolean = () => true,
) {
  const clock = new MovableClock();
  const calls: Call[] = [];
  const logged: string[] = [];
  const records: WebSocketRecord[] = [];
  const front = createWebSocketFront({
    api: stack.resources[0] as Resource,
    stack,
    clock,
    log: ({ message }) => logged.push(message),
    invoke: async (functionArn, event) => {
      const call = {
        name: functionArn.split(":").at(-1) as string,
        event: JSON.parse(JSON.stringify(event)) as Call["event"],
      };
      calls.push(call);
      return reply(call);
    },
    mayInvoke,
    onTraffic: (record) => records.push(record),
  });
  const api = createConnectionsApi({
    place: stack.place,
    connections: (apiId, stage) => (apiId === front.apiId ? front.connections(stage) : undefined),
  });
  const server = createServer();
  server.on("upgrade", front.upgrade);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: WebSocket[] = [];

  /** Connects; rejects with the status when the upgrade is refused. */
  const connect = (path = "/v1", headers: Record<string, string> = {}): Promise<Client> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${origin}${path}`, { headers });
      clients.push(socket);
      const received: string[] = [];
      socket.on("message", (data) => received.push(String(data)));
      const closed = new Promise<{ code: number; reason: string }>((done) =>
        socket.on("close", (code, reason) => done({ code, reason: reason.toString() })),
      );
      socket.on("open", () => resolve({ socket, received, closed }));
      socket.on("unexpected-response", (_, response) => {
        socket.terminate();
        reject(new Error(`refused with ${response.statusCode}`));
      });
      socket.on("error", () => undefined);
    });
  const management = (
    operation: string,
    method: string,
    connectionId: string,
    body: string | Buffer = "",
    stage = "v1",
  ): Promise<AwsReply> => api.handle(callOf(operation, method, connectionId, body, stage));

  return {
    front,
    api,
    clock,
    calls,
    logged,
    records,
    connect,
    management,
    close: async () => {
      await front.close();
      for (const client of clients) client.terminate();
      await new Promise((resolve) => (server.closeAllConnections(), server.close(resolve)));
    },
  };
}

export const callOf = (
  operation: string,
  method: string,
  connectionId: string,
  body: string | Buffer = "",
  stage = "v1",
): AwsCall => ({
  service: "execute-api",
  operation,
  method,
  path: `/execute-api/api/${stage}/%40connections/${encodeURIComponent(connectionId)}`,
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(body),
  caller: { kind: "operator" },
});
