import { agent, agentId, claims, context, keepingLog, restEvent } from "./fixtures.ts";
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
  claims: { username: agentId, sessionBeganAt: Date.parse("2026-11-23T12:59:59.000Z") / 1_000 },
} as const;
const challenge = { kind: "challenge", challenge: "NEW_PASSWORD_REQUIRED", challengeToken: "t" } as const;
const start = Date.parse("2026-11-23T13:00:00.250Z");

async function desk(signIn: Partial<SignIn> = {}, about: Parameters<typeof agent>[0] = {}) {
  let now = start;
  const clock = { now: () => new Date(now).toISOString() as Time };
  const store = createMemoryStore();
  const person = agent(about);
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
      challenged: (token) => token,
      renew: async (token) => {
        asked.push(token);
        return { ...session, refreshToken: "refresh-2" };
      },
      signOutEverywhere: async () => undefined,
      ...signIn,
    },
    secondFactor: {
      begin: async (token) => {
        asked.push(token);
        return "BASE32";
      },
      confirm: async (...input) => void asked.push(input),
      remove: async (token) => void asked.push(token),
    },
    socketUrl: "wss://sockets.example/live",
    frontMark: "mark-of-the-front",
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  });
  return {
    asked,
    store,
    now: () => now,
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
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

describe("failures in a row", () => {
  const wrong = () => Promise.reject(new DeskError("SIGN_IN_REFUSED"));
  const as = (email: string, source?: string) => ({
    body: JSON.stringify({ email, password: "x" }),
    ...(source === undefined ? {} : { source }),
  });

  test.each(["lia@example.test", "nobody@example.test"])(
    "of %s are slowed down, the same whether there is such an account or not",
    async (email) => {
      const { ask, pass } = await desk({ withPassword: wrong });
      const statuses: number[] = [];
      for (let count = 0; count < 5; count += 1)
        statuses.push((await ask("POST", "/session", as(email))).statusCode);
      expect(statuses).toEqual([401, 401, 401, 401, 429]);
      const slowed = await ask("POST", "/session", as(email));
      expect(slowed).toMatchObject({
        statusCode: 429,
        headers: { "retry-after": "1" },
        json: { error: { code: "TOO_MANY_ATTEMPTS", details: { retryAfter: 1 } } },
      });
      pass(1);
      expect((await ask("POST", "/session", as(email))).statusCode).toBe(401);
      await expect(ask("POST", "/session", as(email))).resolves.toMatchObject({
        json: { error: { details: { retryAfter: 2 } } },
      });
    },
  );

  test("side by side are no faster than one after another", async () => {
    let asked = 0;
    const { ask } = await desk({
      withPassword: () => {
        asked += 1;
        return wrong();
      },
    });
    const all = Array.from({ length: 10 }, () => ask("POST", "/session", as("lia@example.test")));
    const statuses = (await Promise.all(all)).map((response) => response.statusCode);
    expect(asked).toBe(4);
    expect(statuses.filter((status) => status === 401)).toHaveLength(4);
  });

  test("are forgotten after a session", async () => {
    let right = false;
    const { ask } = await desk({ withPassword: async () => (right ? session : wrong()) });
    for (const guesses of [3, 3]) {
      right = false;
      for (let count = 0; count < guesses; count += 1)
        expect((await ask("POST", "/session", as("lia@example.test"))).statusCode).toBe(401);
      right = true;
      expect((await ask("POST", "/session", as("lia@example.test"))).statusCode).toBe(200);
    }
  });

  test("of codes count for the account that was asked, whatever e-mail comes along", async () => {
    const { ask } = await desk({ withCode: wrong });
    const answer = async (email: string) => {
      const body = { challenge: "SOFTWARE_TOKEN_MFA", email, challengeToken: agentId, code: "123456" };
      return (await ask("POST", "/session/challenge", { body: JSON.stringify(body) })).statusCode;
    };
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) statuses.push(await answer(`a${count}@example.test`));
    expect(statuses).toEqual([401, 401, 401, 401, 429]);
  });

  test("from one address slow it down for every login, and no other address", async () => {
    const { ask } = await desk({ withPassword: wrong });
    const statuses: number[] = [];
    for (let count = 0; count < 33; count += 1)
      statuses.push((await ask("POST", "/session", as(`a${count}@example.test`))).statusCode);
    expect(statuses.slice(0, 31).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(31)).toEqual([429, 429]);
    expect((await ask("POST", "/session", as("b@example.test", "192.0.2.2"))).statusCode).toBe(401);
  });

  test("through the distribution count for the address it was asked from, which nobody else may claim", async () => {
    const { ask } = await desk({ withPassword: wrong });
    let count = 0;
    const from = async (mark: string, forwarded: string) => {
      count += 1;
      const headers = { "X-Balcao-Front": mark, "X-Forwarded-For": forwarded };
      return (await ask("POST", "/session", { ...as(`a${count}@example.test`), headers })).statusCode;
    };
    const edge = "198.51.100.7";
    for (let tries = 0; tries < 31; tries += 1)
      await from("mark-of-the-front", `made up, 203.0.113.9, ${edge}`);
    expect(await from("mark-of-the-front", `something else, 203.0.113.9, ${edge}`)).toBe(429);
    expect(await from("mark-of-the-front", `203.0.113.10, ${edge}`)).toBe(401);
    for (let tries = 0; tries < 31; tries += 1) await from("a guess", `203.0.113.${tries}, ${edge}`);
    expect(await from("a guess", `203.0.113.99, ${edge}`)).toBe(429);
  });

  test("leave no e-mail and no address behind, only hashes that expire", async () => {
    const { ask, store } = await desk({ withPassword: wrong });
    await ask("POST", "/session", as("lia@example.test"));
    const kept = store.dump().filter((item) => item.shape === "sign-in-attempts");
    expect(new Set(kept.map((item) => item["kind"]))).toEqual(new Set(["login", "source"]));
    expect(JSON.stringify(kept)).not.toMatch(/lia|192\.0\.2/);
    expect(kept.every((item) => typeof item["ttl"] === "number")).toBe(true);
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
    expect((await ask("DELETE", "/me/mfa", mine)).statusCode).toBe(204);
    expect(asked).toEqual(["the-token", ["the-token", "123456"], "the-token"]);
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
