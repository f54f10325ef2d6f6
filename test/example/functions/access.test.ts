import { agent, claims, context, keepingLog, restEvent } from "./fixtures.ts";
import { AgentItem, LoginItem } from "../../../shared/contracts/stored/shapes.ts";
import { describe, expect, test } from "vitest";
import { DeskError } from "../../../shared/contracts/errors.ts";
import type { SignIn } from "../../../shared/ports/identity.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { createAccessHandler } from "../../../functions/api/access-handler.ts";
import { createConfiguration } from "../../../shared/actions/configuration/configuration.ts";
import { createMemoryStore } from "../../../shared/store/memory.ts";
import { createRandom } from "../../../shared/adapters/random.ts";
import { digest } from "../../../shared/adapters/digest.ts";
import { put } from "../../../shared/ports/store.ts";
import { refreshTokenOf } from "../../../functions/middleware/refresh-cookie.ts";

const session = {
  kind: "session",
  accessToken: "access",
  expiresIn: 3_600,
  refreshToken: "refresh-1",
} as const;
const challenge = { kind: "challenge", challenge: "NEW_PASSWORD_REQUIRED", challengeToken: "t" } as const;
const start = Date.parse("2026-11-23T13:00:00.250Z");

async function desk(signIn: Partial<SignIn> = {}) {
  let now = start;
  const clock = { now: () => new Date(now).toISOString() as Time };
  const store = createMemoryStore();
  const person = agent();
  await store.commit([
    put("agent", AgentItem, person),
    put("login", LoginItem, { email: person.email, agentId: person.id }),
  ]);
  const asked: unknown[] = [];
  const handler = createAccessHandler({
    store,
    clock,
    random: createRandom(),
    digest,
    log: keepingLog(),
    configuration: createConfiguration({ store, clock }),
    signIn: {
      withPassword: async () => session,
      withNewPassword: async () => session,
      withCode: async () => session,
      renew: async (token) => {
        asked.push(token);
        return { ...session, refreshToken: "refresh-2" };
      },
      signOutEverywhere: async () => undefined,
      ...signIn,
    },
    socketUrl: "wss://sockets.example/live",
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  });
  return {
    asked,
    now: () => now,
    ask: async (...request: Parameters<typeof restEvent>) => {
      const response = await handler(restEvent(...request), context);
      return { ...response, json: JSON.parse(response.body || "null") as unknown };
    },
  };
}

const signingIn = { body: '{"email":"LIA@example.test","password":"x"}' };

describe("sessions", () => {
  test("the refresh token goes into a cookie that only the session's routes see, and nowhere else", async () => {
    const { ask } = await desk();
    const response = await ask("POST", "/session", signingIn);
    expect(response).toMatchObject({
      statusCode: 200,
      json: { kind: "session", accessToken: "access", expiresIn: 3_600 },
      headers: {
        "set-cookie":
          "balcao_refresh=refresh-1; Max-Age=2592000; Path=/v1/session; HttpOnly; Secure; SameSite=Strict",
      },
    });
    expect(response.body).not.toContain("refresh-1");
  });

  test("a challenge sets no cookie", async () => {
    const { ask } = await desk({ withPassword: async () => challenge });
    const response = await ask("POST", "/session", signingIn);
    expect(response).toMatchObject({ statusCode: 200, json: challenge });
    expect(response.headers).not.toHaveProperty("set-cookie");
  });

  test.each([
    ["NEW_PASSWORD_REQUIRED", { newPassword: "Secret1x" }],
    ["SOFTWARE_TOKEN_MFA", { code: "123456" }],
  ])("%s is answered with a session", async (name, answer) => {
    const { ask } = await desk();
    const body = JSON.stringify({
      challenge: name,
      email: "lia@example.test",
      challengeToken: "t",
      ...answer,
    });
    await expect(ask("POST", "/session/challenge", { body })).resolves.toMatchObject({
      statusCode: 200,
      json: { kind: "session" },
      headers: { "set-cookie": expect.stringContaining("balcao_refresh=refresh-1;") },
    });
  });

  test("renewal takes the cookie and replaces it", async () => {
    const { ask, asked } = await desk();
    const headers = { Cookie: "a=b; balcao_refresh=old==; c=d" };
    await expect(ask("POST", "/session/refresh", { headers })).resolves.toMatchObject({
      statusCode: 200,
      headers: { "set-cookie": expect.stringContaining("balcao_refresh=refresh-2;") },
    });
    expect(asked).toEqual(["old=="]);
  });

  test("renewal without a cookie is refused", async () => {
    const { ask } = await desk();
    await expect(ask("POST", "/session/refresh")).resolves.toMatchObject({
      statusCode: 401,
      json: { error: { code: "UNAUTHENTICATED" } },
    });
  });

  test("a refusal of the user pool is the caller's to see", async () => {
    const { ask } = await desk({ withPassword: () => Promise.reject(new DeskError("TOO_MANY_ATTEMPTS")) });
    await expect(ask("POST", "/session", signingIn)).resolves.toMatchObject({ statusCode: 429 });
  });

  test("after signing out no token of before works, one of a new sign-in does, and the cookie is gone", async () => {
    const { ask, now } = await desk();
    const signedOut = await ask("DELETE", "/session", { claims: claims() });
    expect(signedOut).toMatchObject({
      statusCode: 204,
      headers: { "set-cookie": expect.stringContaining("Max-Age=0") },
    });

    const whoAmI = async (signedInAt: number) =>
      (await ask("GET", "/me", { claims: claims({ auth_time: Math.floor(signedInAt / 1_000).toString() }) }))
        .statusCode;
    await expect(whoAmI(start - 60_000)).resolves.toBe(401);
    await expect(whoAmI(start)).resolves.toBe(401);
    await expect(whoAmI(now())).resolves.toBe(200);
    expect(now() - start).toBeLessThanOrEqual(1_000);
  });

  test.each([
    [{}, undefined],
    [{ cookie: "" }, undefined],
    [{ cookie: "balcao_refresh=" }, undefined],
    [{ cookie: "xbalcao_refresh=a" }, undefined],
    [{ COOKIE: "balcao_refresh=a" }, "a"],
  ])("the token in %j is %s", (headers, token) => {
    expect(refreshTokenOf(restEvent("POST", "/session/refresh", { headers }))).toBe(token);
  });
});

describe("the person", () => {
  test("anyone may ask whether the API answers", async () => {
    const { ask } = await desk();
    await expect(ask("GET", "/health")).resolves.toMatchObject({
      statusCode: 200,
      json: { status: "ok", time: "2026-11-23T13:00:00.250Z" },
    });
  });

  test("sees their own record, without what is only ours", async () => {
    const { ask } = await desk();
    const { json } = await ask("GET", "/me", { claims: claims() });
    expect(json).toMatchObject({ agent: { email: "lia@example.test" }, channels: [], sectors: [] });
    expect(JSON.stringify(json)).not.toContain("sessionsValidAfter");
  });

  test("gets a ticket for a socket", async () => {
    const { ask } = await desk();
    await expect(ask("POST", "/socket", { claims: claims() })).resolves.toMatchObject({
      statusCode: 201,
      json: { url: "wss://sockets.example/live", ticket: expect.stringMatching(/^[\w-]{43}$/) },
    });
  });

  test("has a presence on each channel, and none on one that is not there", async () => {
    const { ask } = await desk();
    await expect(ask("GET", "/me/presence", { claims: claims() })).resolves.toMatchObject({
      json: { items: [] },
    });
    const change = {
      claims: claims(),
      params: { channelId: "chn_01KAQ000000000000000000000" },
      body: '{"status":"online"}',
    };
    await expect(ask("PUT", "/me/presence/{channelId}", change)).resolves.toMatchObject({ statusCode: 404 });
  });
});
