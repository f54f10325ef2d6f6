import { afterEach, describe, expect, test } from "vitest";
import type { InvokeResult } from "../../../local/aws/host/types.ts";
import { answered, authorizerUri, failed, fnArn, lambda, serve, stackOf, type Call } from "./support.ts";

type Served = Awaited<ReturnType<typeof serve>>;
const open: Served[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});
const scheme = (authorizer: object, header = "Authorization"): object => ({
  type: "apiKey",
  name: header,
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": authorizer,
});

async function startWith(authorizer: object, reply?: (call: Call) => InvokeResult): Promise<Served> {
  const served = await serve(
    stackOf({
      components: { securitySchemes: { main: scheme(authorizer) } },
      paths: {
        "/open": { get: lambda() },
        "/id": { get: lambda("Api", { security: [{ main: [] }] }) },
        "/things/{id}": { post: lambda("Api", { security: [{ main: [] }] }) },
      },
    }),
    (call) =>
      call.functionArn === fnArn("Auth") && reply !== undefined
        ? reply(call)
        : answered({
            statusCode: 200,
            body: JSON.stringify(call.event.requestContext["authorizer"] ?? null),
          }),
  );
  open.push(served);
  return served;
}
const outcome = async (response: Response): Promise<unknown[]> => [response.status, await response.json()];
const bearer = (value: string): RequestInit => ({ headers: { authorization: value } });

describe("a Lambda authorizer", () => {
  const policy = (Effect: string, Resource: string, context?: object): InvokeResult =>
    answered({
      principalId: "me",
      policyDocument: {
        Version: "2012-10-17",
        Statement: [{ Action: "execute-api:Invoke", Effect, Resource }],
      },
      context,
    });
  const tokenAuthorizer = {
    type: "token",
    authorizerUri: authorizerUri("Auth"),
    authorizerResultTtlInSeconds: 60,
  };

  test("of type TOKEN is asked with the token, and its context reaches the function", async () => {
    const { get, calls } = await startWith(tokenAuthorizer, () =>
      policy("Allow", "arn:aws:execute-api:*:*:api/v1/GET/*", { level: 3, ok: true }),
    );
    expect(await outcome(await get("/v1/id", bearer("abc")))).toEqual([
      200,
      { principalId: "me", level: "3", ok: "true" },
    ]);
    expect(calls[0]).toEqual({
      functionArn: fnArn("Auth"),
      event: {
        type: "TOKEN",
        authorizationToken: "abc",
        methodArn: "arn:aws:execute-api:us-east-1:000000000000:api/v1/GET/id",
      },
    });
  });

  test("is asked again only after its time to live, and per token", async () => {
    const { get, calls, clock } = await startWith(tokenAuthorizer, () => policy("Allow", "*"));
    const asked = () => calls.filter(({ functionArn }) => functionArn === fnArn("Auth")).length;
    await get("/v1/id", bearer("abc"));
    await get("/v1/things/7", { method: "POST", ...bearer("abc") });
    expect(asked()).toBe(1);
    await get("/v1/id", bearer("other"));
    expect(asked()).toBe(2);
    clock.advance(61_000);
    await get("/v1/id", bearer("abc"));
    expect(asked()).toBe(3);
  });

  test.each([
    [
      "denies",
      policy("Deny", "*"),
      403,
      { Message: "User is not authorized to access this resource with an explicit deny" },
    ],
    [
      "allows another method only",
      policy("Allow", "arn:aws:execute-api:us-east-1:000000000000:api/v1/POST/*"),
      403,
      { Message: "User is not authorized to access this resource" },
    ],
    ["throws Unauthorized", failed("handled", "Unauthorized"), 401, { message: "Unauthorized" }],
    ["throws", failed("handled", "no table"), 500, { message: null }],
    ["answers no policy", answered({ allowed: true }), 500, { message: null }],
    [
      "answers a broken policy",
      answered({ principalId: "me", policyDocument: { Statement: [{ Effect: "Perhaps" }] } }),
      500,
      { message: null },
    ],
  ])("that %s closes the method", async (_, result, status, body) => {
    const { get } = await startWith(tokenAuthorizer, () => result);
    expect(await outcome(await get("/v1/id", bearer("abc")))).toEqual([status, body]);
  });

  test("is not asked without the token, or with one that cannot be valid", async () => {
    const { get, calls } = await startWith(
      { ...tokenAuthorizer, identityValidationExpression: "[a-z]+" },
      () => policy("Allow", "*"),
    );
    for (const init of [{}, bearer("ABC")])
      expect(await outcome(await get("/v1/id", init))).toEqual([401, { message: "Unauthorized" }]);
    expect(calls).toEqual([]);
    expect((await get("/v1/id", bearer("abc"))).status).toBe(200);
  });

  test("gives its own answer for each method out of one remembered policy", async () => {
    const { get, calls } = await startWith(tokenAuthorizer, () =>
      policy("Allow", "arn:aws:execute-api:us-east-1:000000000000:api/v1/GET/*"),
    );
    const statuses = [
      (await get("/v1/id", bearer("abc"))).status,
      (await get("/v1/things/7", { method: "POST", ...bearer("abc") })).status,
      (await get("/v1/id", bearer("abc"))).status,
    ];
    expect(statuses).toEqual([200, 403, 200]);
    expect(calls.filter(({ functionArn }) => functionArn === fnArn("Auth")).length).toBe(1);
  });

  test("that refuses is asked again: only policies are remembered", async () => {
    let good = false;
    const { get } = await startWith(tokenAuthorizer, () =>
      good ? policy("Allow", "*") : failed("handled", "Unauthorized"),
    );
    expect((await get("/v1/id", bearer("abc"))).status).toBe(401);
    good = true;
    expect((await get("/v1/id", bearer("abc"))).status).toBe(200);
  });

  test("leaves methods without security open, to whoever", async () => {
    const { get, calls } = await startWith(tokenAuthorizer, () => policy("Deny", "*"));
    expect(await outcome(await get("/v1/open", bearer("abc")))).toEqual([200, null]);
    expect(calls.map(({ functionArn }) => functionArn)).toEqual([fnArn("Api")]);
  });

  test.each([
    ["a Cognito authorizer", { type: "cognito_user_pools", providerARNs: ["arn:pool"] }, [], "type"],
    ["scopes with a Lambda authorizer", tokenAuthorizer, ["desk/read"], "a Lambda authorizer has no scopes"],
  ])(
    "refuses a body with %s, which it would serve otherwise than AWS",
    async (_, authorizer, scopes, why) => {
      const paths = { "/id": { get: lambda("Api", { security: [{ main: scopes }] }) } };
      const body = { components: { securitySchemes: { main: scheme(authorizer) } }, paths };
      await expect(serve(stackOf(body))).rejects.toThrow(why);
    },
  );

  test("of type REQUEST gets the request and needs every identity source", async () => {
    const { get, calls } = await startWith(
      {
        type: "request",
        authorizerUri: authorizerUri("Auth"),
        identitySource: "method.request.header.X-Key, method.request.querystring.q",
        authorizerResultTtlInSeconds: 0,
      },
      () => policy("Allow", "*"),
    );
    expect(await outcome(await get("/v1/id?q=1"))).toEqual([401, { message: "Unauthorized" }]);
    for (let time = 0; time < 2; time += 1) {
      expect((await get("/v1/id?q=1", { headers: { "x-key": "k" } })).status).toBe(200);
    }
    const asked = calls.filter(({ functionArn }) => functionArn === fnArn("Auth"));
    expect(asked.length).toBe(2);
    expect(asked[0]?.event).toMatchObject({
      type: "REQUEST",
      resource: "/id",
      httpMethod: "GET",
      queryStringParameters: { q: "1" },
      methodArn: "arn:aws:execute-api:us-east-1:000000000000:api/v1/GET/id",
    });
  });
});
