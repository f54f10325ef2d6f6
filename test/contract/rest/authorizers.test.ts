import { generateKeyPair } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import type { InvokeResult } from "../../../local/aws/host/types.ts";
import {
  answered,
  authorizerUri,
  failed,
  fnArn,
  lambda,
  poolArn,
  pool,
  serve,
  stackOf,
  token,
  type Call,
} from "./support.ts";

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
        "/scoped": { get: lambda("Api", { security: [{ main: ["desk/read", "desk/write"] }] }) },
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

describe("a Cognito authorizer", () => {
  const start = () => startWith({ type: "cognito_user_pools", providerARNs: [poolArn] });
  const now = Math.floor(Date.UTC(2026, 0, 2, 3, 4, 5) / 1000);
  const id = { token_use: "id", aud: "client", exp: now + 4e9 };
  const access = { token_use: "access", client_id: "client", scope: "openid desk/write", exp: now + 4e9 };

  test("lets an id token through, with its claims as text", async () => {
    const { get } = await start();
    const signed = await token({
      ...id,
      iat: now,
      "cognito:groups": ["a", "b"],
      email_verified: true,
      auth_time: now,
    });
    for (const value of [signed, `Bearer ${signed}`]) {
      const response = await get("/v1/id", bearer(value));
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        claims: expect.objectContaining({
          sub: "user",
          iss: pool.issuer,
          aud: "client",
          "cognito:groups": "a,b",
          email_verified: "true",
          auth_time: String(now),
          iat: "Fri Jan 02 03:04:05 UTC 2026",
        }) as unknown,
      });
    }
    expect(await outcome(await get("/v1/open"))).toEqual([200, null]);
  });

  test("with scopes takes an access token that has one of them", async () => {
    const { get } = await start();
    expect((await get("/v1/scoped", bearer(await token(access)))).status).toBe(200);
    for (const refused of [{ ...access, scope: "openid" }, id]) {
      expect(await outcome(await get("/v1/scoped", bearer(await token(refused))))).toEqual([
        401,
        { message: "Unauthorized" },
      ]);
    }
  });

  test("refuses everything else", async () => {
    const { get, calls } = await start();
    const stranger = await generateKeyPair("RS256");
    const refused: (string | undefined)[] = [
      undefined,
      "",
      "nonsense",
      await token(access),
      await token({ ...id, aud: "another" }),
      await token({ ...id, iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other" }),
      await token(id, stranger.privateKey),
      `${Buffer.from(`{"alg":"none"}`).toString("base64url")}.${Buffer.from(JSON.stringify({ ...id, iss: pool.issuer })).toString("base64url")}.`,
    ];
    for (const value of refused) {
      const response = await get("/v1/id", value === undefined ? {} : bearer(value));
      expect(await outcome(response)).toEqual([401, { message: "Unauthorized" }]);
      expect(response.headers.get("x-amzn-errortype")).toBe("UnauthorizedException");
    }
    expect(calls).toEqual([]);
  });

  test("reads expiry on the clock", async () => {
    const { get, clock } = await start();
    const signed = await token({ ...id, exp: Math.floor(clock.now() / 1000) + 3600 });
    expect((await get("/v1/id", bearer(signed))).status).toBe(200);
    clock.advance(3_601_000);
    expect(await outcome(await get("/v1/id", bearer(signed)))).toEqual([
      401,
      { message: "The incoming token has expired" },
    ]);
  });
});

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
    await get("/v1/scoped", bearer("abc"));
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
