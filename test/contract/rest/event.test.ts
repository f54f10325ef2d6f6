import { afterEach, describe, expect, test } from "vitest";
import { answered, lambda, serve, stackOf, type Call } from "./support.ts";

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
const echo = ({ event }: Call) => answered({ statusCode: 200, body: JSON.stringify(event) });
const eventOf = async (response: Response): Promise<Call["event"]> =>
  (await response.json()) as Call["event"];

describe("routing", () => {
  const paths = {
    "/": { get: lambda() },
    "/tickets": { get: lambda(), post: lambda() },
    "/tickets/{id}": { get: lambda() },
    "/tickets/open": { get: lambda() },
    "/tickets/{id}/messages": { post: lambda() },
    "/files/{path+}": { "x-amazon-apigateway-any-method": lambda() },
    "/files/index": { get: lambda() },
  };

  test.each([
    ["/v1", "/", null],
    ["/v1/", "/", null],
    ["/v1/tickets", "/tickets", null],
    ["/v1/tickets/", "/tickets", null],
    ["/v1/tickets/open", "/tickets/open", null],
    ["/v1/tickets/01A", "/tickets/{id}", { id: "01A" }],
    ["/v1/tickets/a%20b%2Fc%C3%A7", "/tickets/{id}", { id: "a b/cç" }],
    ["/v1/files/index", "/files/index", null],
    ["/v1/files/a/b%20c", "/files/{path+}", { path: "a/b c" }],
    ["/v1/files/index/more", "/files/{path+}", { path: "index/more" }],
  ])("%s leads to %s", async (path, resource, pathParameters) => {
    const { get } = await start(stackOf({ paths }), echo);
    expect(await eventOf(await get(path))).toMatchObject({ resource, pathParameters });
  });

  test.each([
    ["GET", "/v1/nothing"],
    ["DELETE", "/v1/tickets"],
    ["GET", "/v1/files"],
    ["GET", "/v1/tickets/1/messages"],
  ])("%s %s is unknown", async (method, path) => {
    const { get, calls } = await start(stackOf({ paths }));
    const response = await get(path, { method });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: "Missing Authentication Token" });
    expect(response.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
    expect(calls).toEqual([]);
  });

  test("another stage is forbidden", async () => {
    const { get } = await start(stackOf({ paths }));
    const response = await get("/v2/tickets");
    expect([response.status, await response.json()]).toEqual([403, { Message: "Forbidden" }]);
  });
});

describe("the event", () => {
  test("holds values under whatever names they have, also those that every object has", async () => {
    const { get } = await start(stackOf({ paths: { "/tickets": { get: lambda() } } }), echo);
    const names = ["constructor", "toString", "__proto__", "hasOwnProperty"];
    const text = await (await get(`/v1/tickets?${names.map((name) => `${name}=1`).join("&")}`)).text();
    for (const name of names) expect(text).toContain(`"${name}":["1"]`);
  });

  test("is that of a Lambda proxy integration", async () => {
    const { get, origin, clock } = await start(
      stackOf({ paths: { "/tickets/{id}": { post: lambda() } } }),
      echo,
    );
    const before = clock.now();
    const response = await get("/v1/tickets/a%20b?tag=x&tag=y&q=%C3%A7+d", {
      method: "POST",
      headers: { "X-Custom": "1", "User-Agent": "test" },
      body: `{"text":"olá"}`,
    });
    const event = await eventOf(response);
    expect(event).toMatchObject({
      resource: "/tickets/{id}",
      path: "/tickets/a%20b",
      httpMethod: "POST",
      queryStringParameters: { tag: "y", q: "ç d" },
      multiValueQueryStringParameters: { tag: ["x", "y"], q: ["ç d"] },
      pathParameters: { id: "a b" },
      stageVariables: { colour: "blue" },
      body: `{"text":"olá"}`,
      isBase64Encoded: false,
      requestContext: {
        accountId: "000000000000",
        apiId: "api",
        stage: "v1",
        path: "/v1/tickets/a%20b",
        resourcePath: "/tickets/{id}",
        httpMethod: "POST",
        protocol: "HTTP/1.1",
        requestId: response.headers.get("x-amzn-requestid"),
        identity: { sourceIp: "127.0.0.1", userAgent: "test" },
        domainName: origin.slice("http://".length),
      },
    });
    const { requestTimeEpoch, requestTime } = event.requestContext as {
      requestTimeEpoch: number;
      requestTime: string;
    };
    expect(requestTimeEpoch).toBeGreaterThanOrEqual(before);
    expect(requestTime).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    const headers = event["headers"] as Record<string, string>;
    const named = (name: string) => Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
    expect([named("x-custom"), named("x-forwarded-for"), named("x-forwarded-proto")]).toEqual([
      "1",
      "127.0.0.1",
      "http",
    ]);
    expect(event.requestContext["authorizer"]).toBeUndefined();
  });

  test("has nulls where there is nothing", async () => {
    const { get } = await start(stackOf({ paths: { "/a": { get: lambda() } } }), echo);
    expect(await eventOf(await get("/v1/a"))).toMatchObject({
      body: null,
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      isBase64Encoded: false,
    });
  });

  test("carries binary bodies in base64, and only those", async () => {
    const stack = stackOf({ paths: { "/a": { post: lambda() } } }, { BinaryMediaTypes: ["image/*"] });
    const { get } = await start(stack, echo);
    const bytes = Buffer.from([0, 255, 1]);
    const image = await eventOf(
      await get("/v1/a", { method: "POST", body: bytes, headers: { "content-type": "image/png" } }),
    );
    expect(image).toMatchObject({ body: bytes.toString("base64"), isBase64Encoded: true });
    const text = await eventOf(
      await get("/v1/a", {
        method: "POST",
        body: "olá",
        headers: { "content-type": "text/plain; charset=utf-8" },
      }),
    );
    expect(text).toMatchObject({ body: "olá", isBase64Encoded: false });
  });
});
