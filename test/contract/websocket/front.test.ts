import { afterEach, describe, expect, test } from "vitest";
import { answered, callOf, failed, resource, serve, stackOf, type Call } from "./support.ts";

type Served = Awaited<ReturnType<typeof serve>>;
const open: Served[] = [];
const start = async (...args: Parameters<typeof serve>): Promise<Served> => {
  const served = await serve(...args);
  open.push(served);
  return served;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});
const named = (calls: readonly Call[], name: string): Call[] => calls.filter((call) => call.name === name);
const idOf = (call: Call | undefined): string => call?.event.requestContext["connectionId"] as string;

const routes = { $connect: {}, $disconnect: {}, $default: {}, ping: {} };

describe("connecting", () => {
  test("asks $connect with headers and query string", async () => {
    const { connect, calls, clock } = await start(stackOf(routes));
    const before = clock.now();
    await connect("/v1?ticket=t%201&tag=a&tag=b", { "X-Custom": "1", "user-agent": "test" });
    const { event } = calls[0] as Call;
    expect(event).toMatchObject({
      headers: { "X-Custom": "1" },
      multiValueHeaders: { "X-Custom": ["1"] },
      queryStringParameters: { ticket: "t 1", tag: "b" },
      multiValueQueryStringParameters: { ticket: ["t 1"], tag: ["a", "b"] },
      isBase64Encoded: false,
      requestContext: {
        routeKey: "$connect",
        eventType: "CONNECT",
        messageDirection: "IN",
        stage: "v1",
        apiId: "api",
        identity: { sourceIp: "127.0.0.1", userAgent: "test" },
      },
    });
    expect(event.requestContext["connectedAt"]).toBeGreaterThanOrEqual(before);
    expect(idOf(calls[0])).toMatch(/^[\w-]{15}=$/);
  });

  test.each([
    ["refuses", answered({ statusCode: 403 }), 403],
    ["throws", failed(), 502],
    ["answers nothing like a response", answered("ok"), 502],
  ])("is refused when $connect %s", async (_, result, status) => {
    const { connect, calls } = await start(stackOf(routes), () => result);
    await expect(connect()).rejects.toThrow(`refused with ${status}`);
    expect(calls.map(({ name }) => name)).toEqual(["connect"]);
  });

  test("is refused on another stage, and without permission", async () => {
    const { connect } = await start(stackOf(routes));
    await expect(connect("/v2")).rejects.toThrow("refused with 403");
    const closed = await start(stackOf(routes), undefined, () => false);
    await expect(closed.connect()).rejects.toThrow("refused with 500");
    expect(closed.logged[0]).toContain("Invalid permissions on Lambda function");
    expect(closed.logged[0]).toContain("arn:aws:execute-api:us-east-1:000000000000:api/v1/$connect");
  });

  test("needs no $connect route", async () => {
    const { connect } = await start(stackOf({ $default: {} }));
    expect((await connect()).socket.readyState).toBe(1);
  });
});

describe("an authorizer of $connect", () => {
  const guarded = { ...routes, $connect: { AuthorizationType: "CUSTOM", AuthorizerId: "auth" } };
  const policy = (Effect: string) =>
    answered({
      principalId: "me",
      context: { agent: 7 },
      policyDocument: {
        Version: "2012-10-17",
        Statement: [{ Action: "execute-api:Invoke", Effect, Resource: "*" }],
      },
    });

  test("lets in, and its context is in every event of the connection", async () => {
    const { connect, calls } = await start(stackOf(guarded), ({ name }) =>
      name === "authorize" ? policy("Allow") : answered({ statusCode: 200 }),
    );
    const { socket } = await connect("/v1?ticket=t");
    socket.send("hello");
    await expect.poll(() => named(calls, "default").length).toBe(1);
    expect(calls[0]?.event).toMatchObject({
      type: "REQUEST",
      methodArn: "arn:aws:execute-api:us-east-1:000000000000:api/v1/$connect",
      queryStringParameters: { ticket: "t" },
    });
    for (const call of calls.slice(1))
      expect(call.event.requestContext["authorizer"]).toEqual({ principalId: "me", agent: "7" });
  });

  test.each([
    ["without the identity source", "/v1", policy("Allow"), 401],
    ["when it denies", "/v1?ticket=t", policy("Deny"), 403],
    ["when it throws Unauthorized", "/v1?ticket=t", failed("Unauthorized"), 401],
    ["when it fails", "/v1?ticket=t", failed(), 500],
  ])("keeps out %s", async (_, path, result, status) => {
    const { connect, calls } = await start(stackOf(guarded), () => result);
    await expect(connect(path)).rejects.toThrow(`refused with ${status}`);
    expect(named(calls, "connect")).toEqual([]);
  });
});

describe("a message", () => {
  test("goes to the route its body names, else to $default", async () => {
    const { connect, calls } = await start(stackOf(routes));
    const { socket } = await connect();
    const bodies = [
      `{"action":"ping"}`,
      `{"action":"other"}`,
      "no json",
      `{"action":"$connect"}`,
      "[]",
      "null",
    ];
    for (const body of bodies) socket.send(body);
    await expect.poll(() => calls.length).toBe(7);
    expect(named(calls, "ping").map(({ event }) => event["body"])).toEqual([bodies[0]]);
    expect(new Set(named(calls, "default").map(({ event }) => event["body"]))).toEqual(
      new Set(bodies.slice(1)),
    );
    expect(named(calls, "ping")[0]?.event).toMatchObject({
      isBase64Encoded: false,
      requestContext: {
        routeKey: "ping",
        eventType: "MESSAGE",
        connectionId: idOf(calls[0]),
        messageId: expect.any(String) as string,
      },
    });
  });

  test("without a route, or whose function fails, is answered with the reason", async () => {
    const { connect } = await start(stackOf({ ping: {} }), () => failed());
    const { socket, received } = await connect();
    socket.send("x");
    await expect.poll(() => received.length).toBe(1);
    socket.send(`{"action":"ping"}`);
    await expect.poll(() => received.length).toBe(2);
    expect(received.map((text) => (JSON.parse(text) as { message: string }).message)).toEqual([
      "Forbidden",
      "Internal server error",
    ]);
  });

  test("is answered through the socket only where the route has a response", async () => {
    const withResponse = { ...routes, ping: { RouteResponseSelectionExpression: "$default" } };
    const response = resource("AWS::ApiGatewayV2::RouteResponse", "R", {
      ApiId: "api",
      RouteId: "ping-route",
      RouteResponseKey: "$default",
    });
    const { connect } = await start(stackOf(withResponse, [response]), ({ name }) =>
      answered({ statusCode: 200, body: `from ${name}` }),
    );
    const { socket, received } = await connect();
    socket.send("to default");
    socket.send(`{"action":"ping"}`);
    await expect.poll(() => received).toEqual(["from ping"]);
  });

  test("over 128 KB, or a frame over 32 KB, ends the connection with 1009", async () => {
    const { connect, calls } = await start(stackOf(routes));
    const framed = await connect();
    framed.socket.send("x".repeat(32 * 1024 + 1));
    expect((await framed.closed).code).toBe(1009);
    const long = await connect();
    for (let part = 0; part < 5; part += 1) long.socket.send("x".repeat(32 * 1024), { fin: part === 4 });
    expect((await long.closed).code).toBe(1009);
    const whole = await connect();
    for (let part = 0; part < 4; part += 1) whole.socket.send("x".repeat(32 * 1024), { fin: part === 3 });
    await expect.poll(() => named(calls, "default").length).toBe(1);
    expect((named(calls, "default")[0]?.event["body"] as string).length).toBe(128 * 1024);
  });
});

describe("the end of a connection", () => {
  test("is told to $disconnect with its code and reason", async () => {
    const { connect, calls } = await start(stackOf(routes));
    const { socket } = await connect();
    socket.close(4001, "bye");
    await expect.poll(() => named(calls, "disconnect").length).toBe(1);
    expect(named(calls, "disconnect")[0]?.event).toMatchObject({
      requestContext: {
        eventType: "DISCONNECT",
        connectionId: idOf(calls[0]),
        disconnectStatusCode: 4001,
        disconnectReason: "bye",
      },
    });
  });

  test("of a lost peer has code 1006", async () => {
    const { connect, calls } = await start(stackOf(routes));
    (await connect()).socket.terminate();
    await expect
      .poll(() => named(calls, "disconnect")[0]?.event.requestContext["disconnectStatusCode"])
      .toBe(1006);
  });

  test("comes after ten idle minutes of the clock", async () => {
    const { connect, clock, front } = await start(stackOf(routes));
    const { socket, closed } = await connect();
    clock.advance(9 * 60_000);
    socket.send("still here");
    const connection = [...(front.connections("v1") ?? new Map()).values()][0] as { lastActiveAt: number };
    await expect.poll(() => clock.now() - connection.lastActiveAt).toBeLessThan(60_000);
    clock.advance(9 * 60_000);
    expect(socket.readyState).toBe(1);
    clock.advance(61_000);
    expect(await closed).toEqual({ code: 1001, reason: "Going away" });
  });

  test("comes after two hours whatever happens, and its minutes are counted", async () => {
    const { connect, clock, front, records } = await start(stackOf(routes));
    const { closed } = await connect();
    const connection = [...(front.connections("v1") ?? new Map()).values()][0] as { touch(): void };
    for (let minutes = 0; minutes < 120; minutes += 8) {
      connection.touch();
      clock.advance(8 * 60_000);
    }
    expect((await closed).code).toBe(1001);
    await expect.poll(() => records).toEqual([{ kind: "connection", apiId: "api", minutes: 121 }]);
  });
});

describe("@connections", () => {
  const connectionIn = async (
    served: Served,
  ): Promise<{ id: string; client: Awaited<ReturnType<Served["connect"]>> }> => {
    const client = await served.connect("/v1", { "user-agent": "test" });
    return { id: idOf(named(served.calls, "connect").at(-1)), client };
  };

  test("posts to a connection, counted per 32 KB", async () => {
    const served = await start(stackOf(routes));
    const { id, client } = await connectionIn(served);
    expect(await served.management("PostToConnection", "POST", id, "olá")).toMatchObject({
      status: 200,
      usage: { requests: 1 },
    });
    expect(await served.management("PostToConnection", "POST", id, "x".repeat(33 * 1024))).toMatchObject({
      usage: { requests: 2 },
    });
    await expect.poll(() => client.received.map((text) => text.length)).toEqual([3, 33 * 1024]);
    expect(client.received[0]).toBe("olá");
  });

  test("tells about a connection, and deletes it", async () => {
    const served = await start(stackOf(routes));
    const { id, client } = await connectionIn(served);
    const told = JSON.parse(String((await served.management("GetConnection", "GET", id)).body)) as Record<
      string,
      unknown
    >;
    expect(told).toEqual({
      connectedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      lastActiveAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      identity: { sourceIp: "127.0.0.1", userAgent: "test" },
    });
    expect(await served.management("DeleteConnection", "DELETE", id)).toMatchObject({ status: 204 });
    expect((await client.closed).code).toBe(1000);
    await expect.poll(async () => (await served.management("GetConnection", "GET", id)).status).toBe(410);
  });

  test("answers the service's errors", async () => {
    const served = await start(stackOf(routes));
    const { id } = await connectionIn(served);
    const outcome = async (...args: Parameters<Served["management"]>) => {
      const { status, headers } = await served.management(...args);
      return [status, headers["x-amzn-errortype"]];
    };
    for (const [operation, method] of [
      ["PostToConnection", "POST"],
      ["GetConnection", "GET"],
      ["DeleteConnection", "DELETE"],
    ] as const) {
      expect(await outcome(operation, method, "gone=", "x")).toEqual([410, "GoneException"]);
    }
    expect(await outcome("PostToConnection", "POST", id, Buffer.alloc(128 * 1024 + 1))).toEqual([
      413,
      "PayloadTooLargeException",
    ]);
    expect(await outcome("PostToConnection", "POST", id, "x", "v2")).toEqual([403, "ForbiddenException"]);
  });

  test("needs ManageConnections on the connection", async () => {
    const served = await start(stackOf(routes));
    expect(served.api.permissions(callOf("PostToConnection", "POST", "abc_-=", "x"))).toEqual([
      {
        action: "execute-api:ManageConnections",
        resource: "arn:aws:execute-api:us-east-1:000000000000:api/v1/POST/@connections/abc_-=",
      },
    ]);
  });
});

test.each([
  [
    "a target that is not there",
    { $default: { Target: "integrations/none" } },
    "$default-route: no integration integrations/none",
  ],
  [
    "an authorizer that is not there",
    { $connect: { AuthorizationType: "CUSTOM", AuthorizerId: "none" } },
    "$connect-route: there is no authorizer none",
  ],
  [
    "an authorizer of another route",
    { ping: { AuthorizationType: "CUSTOM", AuthorizerId: "auth" } },
    "only $connect can have an authorizer",
  ],
])("an API with %s is refused by name", async (_, declared, message) => {
  await expect(start(stackOf(declared))).rejects.toThrow(message);
});
