import { claims, restEvent } from "./fixtures.ts";
import { describe, expect, test } from "vitest";
import { DeskError } from "../../../shared/contracts/errors.ts";
import { refreshTokenOf } from "../../../functions/middleware/refresh-cookie.ts";

import { challenge, desk, session, signingIn, start } from "./access-support.ts";

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
      (await ask("GET", "/me", { claims: claims({ authTime: Math.floor(signedInAt / 1_000).toString() }) }))
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

describe("people who are not let in", () => {
  const hours = {
    timeZone: "UTC",
    weekly: { monday: [{ from: "14:00", to: "18:00" }] },
    special: [],
  };
  const outside = {
    statusCode: 403,
    json: { error: { code: "OUTSIDE_ACCESS_HOURS", details: { opensAt: "2026-11-23T14:00:00.000Z" } } },
  };
  const refused = { statusCode: 401, json: { error: { code: "SIGN_IN_REFUSED" } } };

  test.each([{ active: false }, { sessionsValidAfter: "2026-11-23T12:59:59.500Z" }])(
    "%j: like a wrong password",
    async (about) => {
      const { ask } = await desk({}, about);
      await expect(ask("POST", "/session", signingIn)).resolves.toMatchObject(refused);
    },
  );

  test("nobody who is out gets a challenge, or a new session for an old one", async () => {
    const asking = await desk({ withPassword: async () => challenge }, { active: false });
    await expect(asking.ask("POST", "/session", signingIn)).resolves.toMatchObject(refused);
    const headers = { cookie: "balcao_refresh=old" };
    const renewed = await asking.ask("POST", "/session/refresh", { headers });
    expect(renewed).toMatchObject({ statusCode: 401, json: { error: { code: "UNAUTHENTICATED" } } });
    expect(renewed.headers).not.toHaveProperty("set-cookie");
  });

  test("outside their access hours people are told when access opens, if the password was right", async () => {
    const { ask } = await desk({}, { accessHours: hours });
    await expect(ask("POST", "/session", signingIn)).resolves.toMatchObject(outside);
    await expect(ask("GET", "/me", { claims: claims() })).resolves.toMatchObject(outside);
    const headers = { cookie: "balcao_refresh=old" };
    await expect(ask("POST", "/session/refresh", { headers })).resolves.toMatchObject(outside);
    const asking = await desk({ withPassword: async () => challenge }, { accessHours: hours });
    await expect(asking.ask("POST", "/session", signingIn)).resolves.toMatchObject(outside);

    const guess = () => Promise.reject(new DeskError("SIGN_IN_REFUSED"));
    const wrong = await desk({ withPassword: guess }, { accessHours: hours });
    await expect(wrong.ask("POST", "/session", signingIn)).resolves.toMatchObject(refused);
  });

  test("inside them they come in", async () => {
    const { ask, pass } = await desk({}, { accessHours: hours });
    pass(3_600);
    await expect(ask("POST", "/session", signingIn)).resolves.toMatchObject({ statusCode: 200 });
  });
});

describe("passwords", () => {
  test.each(["short1A", "nodigitsHere", "noupper1", "NOLOWER1"])("%s is refused", async (newPassword) => {
    const asked: string[] = [];
    const { ask } = await desk({
      withNewPassword: async (token) => {
        asked.push(token);
        return session;
      },
    });
    const body = JSON.stringify({
      ...{ challenge: "NEW_PASSWORD_REQUIRED", email: "lia@example.test", challengeToken: "t" },
      newPassword,
    });
    expect((await ask("POST", "/session/challenge", { body })).statusCode).toBe(400);
    expect(asked).toEqual([]);
  });
});

describe("the authenticator", () => {
  const mine = { claims: claims(), headers: { Authorization: "Bearer the-token" } };

  test("is set up, confirmed and removed on the word of the person's own token, and told to the audit", async () => {
    const { ask, asked, store } = await desk();
    await expect(ask("POST", "/me/mfa", mine)).resolves.toMatchObject({
      statusCode: 201,
      json: {
        secret: "BASE32",
        uri: "otpauth://totp/Balc%C3%A3o%3Alia%40example.test?secret=BASE32&issuer=Balc%C3%A3o",
      },
    });
    const confirmation = { ...mine, body: '{"code":"123456"}' };
    expect((await ask("POST", "/me/mfa/confirm", confirmation)).statusCode).toBe(204);
    await expect(ask("GET", "/me/mfa", mine)).resolves.toMatchObject({ statusCode: 200, json: { on: true } });
    expect((await ask("DELETE", "/me/mfa", mine)).statusCode).toBe(204);
    expect(asked).toEqual(["the-token", ["the-token", "123456"], "the-token", "the-token"]);
    const told = store.dump().filter((item) => item.shape === "audit");
    expect(told.map((item) => item["after"])).toEqual([{ secondFactor: true }, { secondFactor: false }]);
    expect(JSON.stringify(told)).not.toContain("BASE32");
  });

  test("needs a token", async () => {
    const { ask } = await desk();
    expect((await ask("POST", "/me/mfa", { claims: claims() })).statusCode).toBe(401);
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
