import { afterEach, describe, expect, test } from "vitest";
import { answered, failed, fnArn, lambda, serve, stackOf } from "./support.ts";

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

describe("the function's answer", () => {
  const paths = { "/a": { get: lambda() } };

  test("becomes the response, each cookie in a header of its own", async () => {
    const { get, records } = await start(stackOf({ paths }), () =>
      answered({
        statusCode: "201",
        headers: { "Content-Type": "text/plain", "X-Number": 3, "WWW-Authenticate": "Bearer" },
        multiValueHeaders: { "Set-Cookie": ["a=1; HttpOnly", "b=2"] },
        body: "olá",
      }),
    );
    const response = await get("/v1/a");
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
    expect(response.headers.get("x-number")).toBe("3");
    expect(response.headers.get("x-amzn-remapped-www-authenticate")).toBe("Bearer");
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(await response.text()).toBe("olá");
    await expect
      .poll(() => records)
      .toEqual([{ apiId: "api", method: "GET", resource: "/a", status: 201, bytesIn: 0, bytesOut: 4 }]);
  });

  test("is JSON when it does not say", async () => {
    const { get } = await start(stackOf({ paths }), () => answered({ statusCode: 204 }));
    const response = await get("/v1/a");
    expect([response.status, response.headers.get("content-type")]).toEqual([204, "application/json"]);
  });

  test("is decoded from base64 for an Accept of a binary type only", async () => {
    const stack = stackOf({ paths, "x-amazon-apigateway-binary-media-types": ["image/png"] });
    const body = Buffer.from([0, 255]).toString("base64");
    const { get } = await start(stack, () =>
      answered({ statusCode: 200, headers: { "Content-Type": "image/png" }, body, isBase64Encoded: true }),
    );
    const image = await get("/v1/a", { headers: { accept: "image/png, */*" } });
    expect(Buffer.from(await image.arrayBuffer())).toEqual(Buffer.from([0, 255]));
    expect(await (await get("/v1/a", { headers: { accept: "text/html" } })).text()).toBe(body);
  });

  test.each([
    ["text", "ok"],
    ["nothing", null],
    ["no status", { body: "x" }],
    ["a body that is no text", { statusCode: 200, body: { a: 1 } }],
    ["an unknown member", { statusCode: 200, cookies: [] }],
    ["a status that is none", { statusCode: "abc" }],
  ])("that is %s is a 502", async (_, value) => {
    const { get, logged } = await start(stackOf({ paths }), () => answered(value));
    const response = await get("/v1/a");
    expect([response.status, await response.json()]).toEqual([502, { message: "Internal server error" }]);
    expect(logged[0]).toMatch(
      /^Execution failed due to configuration error: Malformed Lambda proxy response \(GET \/a\)/,
    );
  });

  test.each([
    ["throws", failed("handled"), 502, "Internal server error"],
    ["dies", failed("unhandled"), 502, "Internal server error"],
    ["is throttled", failed("throttled"), 500, "Internal server error"],
    ["cannot take an event so large", failed("too-large"), 413, "Request Too Long"],
  ])("of a function that %s is the service's", async (_, result, status, message) => {
    const { get } = await start(stackOf({ paths }), () => result);
    const response = await get("/v1/a");
    expect([response.status, await response.json()]).toEqual([status, { message }]);
  });

  test("that comes too late is a 504", async () => {
    const slow = {
      "x-amazon-apigateway-integration": {
        ...(lambda() as Record<string, object>)["x-amazon-apigateway-integration"],
        timeoutInMillis: 50,
      },
    };
    let finish = (): void => undefined;
    const { get } = await start(
      stackOf({ paths: { "/a": { get: slow } } }),
      () => new Promise((resolve) => (finish = () => resolve(answered({ statusCode: 200 })))),
    );
    const response = await get("/v1/a");
    expect([response.status, await response.json()]).toEqual([
      504,
      { message: "Endpoint request timed out" },
    ]);
    finish();
  });
});

describe("limits and permissions", () => {
  test("a body over 10 MB is refused", async () => {
    const { get, calls } = await start(stackOf({ paths: { "/a": { post: lambda() } } }));
    const response = await get("/v1/a", { method: "POST", body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([response.status, await response.json(), calls]).toEqual([
      413,
      { message: "Request Too Long" },
      [],
    ]);
  });

  test("a function the template does not let the API call is not called", async () => {
    const { get, logged, calls, sources } = await start(
      stackOf({ paths: { "/a/{id}": { get: lambda() } } }),
      undefined,
      () => false,
    );
    const response = await get("/v1/a/1");
    expect([response.status, await response.json(), calls]).toEqual([
      500,
      { message: "Internal server error" },
      [],
    ]);
    expect(logged[0]).toContain(`Invalid permissions on Lambda function ${fnArn("Api")}`);
    expect(sources).toEqual(["arn:aws:execute-api:us-east-1:000000000000:api/v1/GET/a/{id}"]);
  });

  test("a request validator refuses before the function is called", async () => {
    const body = {
      "x-amazon-apigateway-request-validators": {
        all: { validateRequestBody: true, validateRequestParameters: true },
      },
      "x-amazon-apigateway-request-validator": "all",
      components: {
        schemas: { Text: { type: "object", required: ["text"], properties: { text: { type: "string" } } } },
      },
      paths: {
        "/a": {
          post: lambda("Api", {
            parameters: [{ name: "q", in: "query", required: true }],
            requestBody: {
              required: true,
              content: { "application/json": { schema: { $ref: "#/components/schemas/Text" } } },
            },
          }),
        },
      },
    };
    const { get, calls } = await start(stackOf(body));
    const post = async (path: string, text: string) => {
      const response = await get(path, {
        method: "POST",
        body: text,
        headers: { "content-type": "application/json" },
      });
      return [response.status, await response.text()];
    };
    expect(await post("/v1/a", `{"text":"x"}`)).toEqual([
      400,
      `{"message":"Missing required request parameters: [q]"}`,
    ]);
    for (const bad of [`{"text":1}`, `{`, ""])
      expect(await post("/v1/a?q=1", bad)).toEqual([400, `{"message":"Invalid request body"}`]);
    expect(calls).toEqual([]);
    expect(await post("/v1/a?q=1", `{"text":"x"}`)).toEqual([200, "ok"]);
  });
});

describe("what the API answers by itself", () => {
  test("a mock integration answers a preflight", async () => {
    const mock = {
      "x-amazon-apigateway-integration": {
        type: "mock",
        requestTemplates: { "application/json": `{"statusCode": 204}` },
        responses: {
          default: {
            statusCode: "204",
            responseParameters: {
              "method.response.header.Access-Control-Allow-Origin": "'https://desk.example'",
            },
          },
        },
      },
    };
    const { get } = await start(stackOf({ paths: { "/a": { options: mock } } }));
    const response = await get("/v1/a", { method: "OPTIONS" });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([
      204,
      "https://desk.example",
    ]);
  });

  test("gateway responses change status, headers and body", async () => {
    const body = {
      paths: {},
      "x-amazon-apigateway-gateway-responses": {
        MISSING_AUTHENTICATION_TOKEN: {
          statusCode: 404,
          responseParameters: {
            "gatewayresponse.header.X-Fixed": "'yes'",
            "gatewayresponse.header.X-Origin": "method.request.header.Origin",
          },
          responseTemplates: {
            "application/json": `{"error":{"code":"not_found","message":$context.error.messageString,"type":"$context.error.responseType"}}`,
          },
        },
      },
    };
    const { get } = await start(stackOf(body));
    const response = await get("/v1/none", { headers: { origin: "https://desk.example" } });
    expect(response.status).toBe(404);
    expect([response.headers.get("x-fixed"), response.headers.get("x-origin")]).toEqual([
      "yes",
      "https://desk.example",
    ]);
    expect(await response.json()).toEqual({
      error: {
        code: "not_found",
        message: "Missing Authentication Token",
        type: "MISSING_AUTHENTICATION_TOKEN",
      },
    });
  });

  test("a gateway response of its own resource covers the rest of its class", async () => {
    const extra = {
      logicalId: "R",
      type: "AWS::ApiGateway::GatewayResponse",
      physicalId: "R",
      arn: "R",
      attributes: {},
      metadata: {},
      properties: {
        RestApiId: "api",
        ResponseType: "DEFAULT_4XX",
        ResponseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" },
      },
    };
    const { get } = await start(stackOf({ paths: {} }, {}, [extra]));
    const response = await get("/v1/none");
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([403, "*"]);
    expect(await response.json()).toEqual({ message: "Missing Authentication Token" });
  });
});

test.each([
  ["no body", {}, { Body: undefined }, "Body"],
  [
    "another kind of integration",
    { paths: { "/a": { get: { "x-amazon-apigateway-integration": { type: "http", uri: "x" } } } } },
    {},
    "get /a",
  ],
  [
    "a uri of another service",
    {
      paths: {
        "/a": {
          get: {
            "x-amazon-apigateway-integration": {
              type: "aws_proxy",
              uri: "arn:aws:apigateway:us-east-1:sqs:path/x",
            },
          },
        },
      },
    },
    {},
    "is not the invocation URI of a function",
  ],
  [
    "a function that is not there",
    { paths: { "/a": { get: lambda("Nope") } } },
    {},
    "no function of the stack",
  ],
  [
    "an unknown security scheme",
    { paths: { "/a": { get: lambda("Api", { security: [{ nope: [] }] }) } } },
    {},
    "there is no security scheme nope",
  ],
  [
    "siblings of two names",
    { paths: { "/a/{x}": { get: lambda() }, "/a/{y}/b": { get: lambda() } } },
    {},
    "a sibling names its variable otherwise",
  ],
])("a definition with %s is refused with its place", async (_, body, properties, message) => {
  await expect(start(stackOf(body, properties))).rejects.toThrow(message);
});
