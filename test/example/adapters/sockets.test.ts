import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  ForbiddenException,
  GetConnectionCommand,
  GoneException,
  LimitExceededException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { beforeEach, expect, test, vi } from "vitest";
import { createServer } from "node:http";
import { createSockets, socketsOf } from "../../../shared/adapters/sockets.ts";
import type { ServerMessage } from "../../../shared/contracts/socket-messages.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { mockClient } from "aws-sdk-client-mock";

const api = mockClient(ApiGatewayManagementApiClient);
const sockets = socketsOf(new ApiGatewayManagementApiClient({ region: "us-east-1" }));
const pong: ServerMessage = { type: "pong", time: "2026-11-23T12:00:00.000Z" as Time };
const refusal = { $metadata: {}, message: "no" };

beforeEach(() => api.reset());

test("a message is posted as JSON", async () => {
  api.on(PostToConnectionCommand).resolves({});
  await expect(sockets.post("c1=", pong)).resolves.toBe("delivered");
  expect(api.commandCalls(PostToConnectionCommand)[0]?.args[0].input).toEqual({
    ConnectionId: "c1=",
    Data: '{"type":"pong","time":"2026-11-23T12:00:00.000Z"}',
  });
});

test("410 means that the socket is gone", async () => {
  api.on(PostToConnectionCommand).rejects(new GoneException(refusal));
  await expect(sockets.post("c1", pong)).resolves.toBe("gone");
});

test("413 means that no socket takes the message", async () => {
  api.on(PostToConnectionCommand).rejects(new PayloadTooLargeException(refusal));
  await expect(sockets.post("c1", pong)).resolves.toBe("too-large");
});

test.each([new LimitExceededException(refusal), new ForbiddenException(refusal), new Error("cut")])(
  "%s is the caller's to handle",
  async (error) => {
    api.on(PostToConnectionCommand).rejects(error);
    await expect(sockets.post("c1", pong)).rejects.toBe(error);
  },
);

test("a socket is closed, and one that is gone is fine", async () => {
  api.on(DeleteConnectionCommand).resolves({});
  await sockets.close("c1=");
  expect(api.commandCalls(DeleteConnectionCommand)[0]?.args[0].input).toEqual({ ConnectionId: "c1=" });
  api.on(DeleteConnectionCommand).rejects(new GoneException(refusal));
  await expect(sockets.close("c1")).resolves.toBeUndefined();
  api.on(DeleteConnectionCommand).rejects(new ForbiddenException(refusal));
  await expect(sockets.close("c1")).rejects.toBeInstanceOf(ForbiddenException);
});

test("a socket is open unless it is gone; what is not known is the caller's to handle", async () => {
  api.on(GetConnectionCommand).resolves({});
  await expect(sockets.isOpen("c1=")).resolves.toBe(true);
  expect(api.commandCalls(GetConnectionCommand)[0]?.args[0].input).toEqual({ ConnectionId: "c1=" });
  api.on(GetConnectionCommand).rejects(new GoneException(refusal));
  await expect(sockets.isOpen("c1")).resolves.toBe(false);
  api.on(GetConnectionCommand).rejects(new LimitExceededException(refusal));
  await expect(sockets.isOpen("c1")).rejects.toBeInstanceOf(LimitExceededException);
});

test("the endpoint of the socket API is asked, and understood, over the wire", async () => {
  api.restore();
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(410, { "x-amzn-errortype": "GoneException" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "k");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "s");
  try {
    await expect(createSockets(`http://127.0.0.1:${port}/live`).post("a=", pong)).resolves.toBe("gone");
    expect(asked).toEqual(["POST /live/@connections/a%3D"]);
  } finally {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  }
});
