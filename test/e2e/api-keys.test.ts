import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnswerOf, RequestOf } from "../../local/stack/api-client.ts";
import { codeOf, request } from "./support/http.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { invite, openShop, type Person, type Shop } from "./support/shop.ts";
import { ticketOf } from "./support/conversation.ts";

let scene: Scene;
let shop: Shop;
let other: Shop;
let boss: Person;
let ticketId: string;
let otherTicketId: string;

beforeAll(async () => {
  scene = await openScene();
  shop = await openShop(scene, { routing: "manual" });
  other = await openShop(scene, { routing: "manual" });
  boss = await invite(scene, { role: "admin" });
  ticketId = await waiting(shop);
  otherTicketId = await waiting(other);
});

afterAll(() => scene?.close());

/** A customer writes to the shop and waits. */
async function waiting(at: Shop): Promise<string> {
  const customer = at.customer();
  await customer.send.text("oi");
  return (await ticketOf(scene, at, customer.waId, "waiting")).id;
}

type NewKey = RequestOf<"createApiKey">["body"];

const makeKey = (body: Partial<NewKey> & Pick<NewKey, "scopes">): Promise<AnswerOf<"createApiKey">> =>
  scene.api.call("createApiKey", { body: { name: "Integração", ...body } }, { token: scene.admin });

/** Status and code of what a key is answered. */
async function asked(
  secret: string,
  method: string,
  path: string,
  body?: object,
): Promise<readonly [number, string | undefined]> {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await request(`${scene.apiUrl}${path}`, { token: secret, method, ...json });
  return [answer.status, codeOf(answer)];
}

/** How often the authorizer was invoked so far. */
const asks = (): number =>
  scene.stack.meter
    .snapshot()
    .lines.filter((line) => line.functionId === scene.functionId("api-authorizer"))
    .reduce((sum, line) => sum + (line.operation === "Invoke" ? line.requests : 0), 0);

describe("a key", () => {
  test("does what its scopes say, and nothing else", async () => {
    const { secret } = await makeKey({ scopes: ["config:read", "tickets:read"] });
    expect(await asked(secret, "GET", "/sectors")).toEqual([200, undefined]);
    expect(await asked(secret, "GET", `/tickets/${ticketId}/timeline`)).toEqual([200, undefined]);
    expect(await asked(secret, "POST", "/sectors", {})).toEqual([403, "FORBIDDEN"]);
    expect(await asked(secret, "GET", "/agents")).toEqual([403, "FORBIDDEN"]);
  });

  test.each([
    ["GET", "/me"],
    ["POST", "/socket"],
    ["DELETE", "/session"],
    ["GET", "/api-keys"],
    ["POST", "/api-keys"],
    ["GET", "/webhooks"],
    ["GET", "/me/presence"],
  ])("is not for %s %s, whatever its scopes", async (method, path) => {
    const { secret } = await makeKey({
      scopes: ["config:read", "config:write", "people:read", "people:write", "tickets:read"],
    });
    expect(await asked(secret, method, path)).toEqual([403, "FORBIDDEN"]);
  });

  test("of one sector finds nothing of another: it is as if it were missing", async () => {
    const { secret } = await makeKey({
      scopes: ["config:read", "tickets:read"],
      sectorIds: [shop.sector.id],
    });
    const own = await request(`${scene.apiUrl}/tickets?list=waiting`, { token: secret });
    expect((own.json as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([ticketId]);
    expect(await asked(secret, "GET", `/tickets/${ticketId}`)).toEqual([200, undefined]);
    const missing = otherTicketId.replace(/.{4}$/, "0000");
    for (const id of [otherTicketId, missing])
      expect(await asked(secret, "GET", `/tickets/${id}`)).toEqual([404, "NOT_FOUND"]);
    expect(await asked(secret, "GET", `/sectors/${other.sector.id}`)).toEqual([404, "NOT_FOUND"]);
    expect(await asked(secret, "GET", "/settings")).toEqual([403, "FORBIDDEN"]);
  });

  test("has no power over administrators, and makes none", async () => {
    const { secret } = await makeKey({ scopes: ["people:read", "people:write"] });
    const path = `/agents/${boss.id}`;
    expect(await asked(secret, "GET", path)).toEqual([200, undefined]);
    expect(await asked(secret, "PATCH", path, { active: false })).toEqual([403, "FORBIDDEN"]);
    expect(await asked(secret, "DELETE", path)).toEqual([403, "FORBIDDEN"]);
    const password = { temporaryPassword: "Temporaria2" };
    expect(await asked(secret, "POST", `${path}/password`, password)).toEqual([403, "FORBIDDEN"]);
    expect(await asked(secret, "POST", `${path}/sign-out`)).toEqual([403, "FORBIDDEN"]);
    const chief = { email: "chefe@loja.example", name: "Chefe", role: "admin" };
    expect(await asked(secret, "POST", "/agents", chief)).toEqual([403, "FORBIDDEN"]);
    const { id } = await invite(scene, { role: "agent" });
    expect(await asked(secret, "PATCH", `/agents/${id}`, { role: "admin" })).toEqual([403, "FORBIDDEN"]);
    expect(await asked(secret, "PATCH", `/agents/${id}`, { name: "Outra" })).toEqual([200, undefined]);
  });

  test("is on record as who acted", async () => {
    const { apiKey, secret } = await makeKey({ scopes: ["config:write"] });
    const path = `/sectors/${shop.sector.id}/tags`;
    expect(await asked(secret, "POST", path, { name: "Da integração" })).toEqual([201, undefined]);
    const { items } = await scene.api.call(
      "listAudit",
      { query: { actorId: apiKey.id } },
      { token: scene.admin },
    );
    expect(items).toMatchObject([{ actorId: apiKey.id, action: "created", kind: "tag" }]);
    const { items: made } = await scene.api.call(
      "listAudit",
      { query: { resourceId: apiKey.id } },
      { token: scene.admin },
    );
    expect(made).toMatchObject([{ action: "created", kind: "api-key", after: { hint: secret.slice(-4) } }]);
    expect(JSON.stringify(made)).not.toContain(secret.slice(4, -4));
  });

  test("stops working at once when it is removed, although the gateway remembers it", async () => {
    const { apiKey, secret } = await makeKey({ scopes: ["config:read"] });
    expect(await asked(secret, "GET", "/settings")).toEqual([200, undefined]);
    const before = asks();
    expect(await asked(secret, "GET", "/sectors")).toEqual([200, undefined]);
    const params = { apiKeyId: apiKey.id };
    await scene.api.call("removeApiKey", { params }, { token: scene.admin });
    expect(await asked(secret, "GET", "/settings")).toEqual([401, "UNAUTHENTICATED"]);
    expect(asks()).toBe(before);
    // And once the gateway has forgotten it, it is refused before any other function is asked.
    scene.clock.advance(301_000);
    expect(await asked(secret, "GET", "/settings")).toEqual([401, "UNAUTHENTICATED"]);
    const { token } = await invite(scene, { role: "admin" });
    await expect(scene.api.call("removeApiKey", { params }, { token })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("expires, remembered or not", async () => {
    const expiresAt = new Date(scene.clock.now() + 60_000).toISOString();
    const { secret } = await makeKey({ scopes: ["config:read"], expiresAt });
    expect(await asked(secret, "GET", "/settings")).toEqual([200, undefined]);
    scene.clock.advance(60_000);
    expect(await asked(secret, "GET", "/settings")).toEqual([401, "UNAUTHENTICATED"]);
    scene.clock.advance(301_000);
    expect(await asked(secret, "GET", "/settings")).toEqual([401, "UNAUTHENTICATED"]);
  });

  test("shows when it was last used, to the hour, and never its secret again", async () => {
    const { apiKey, secret } = await makeKey({ scopes: ["config:read"] });
    expect(apiKey.lastUsedAt).toBeNull();
    await asked(secret, "GET", "/settings");
    const { items } = await scene.api.call("listApiKeys", { query: {} }, { token: scene.admin });
    const hour = `${new Date(scene.clock.now()).toISOString().slice(0, 13)}:00:00.000Z`;
    expect(items.find(({ id }) => id === apiKey.id)).toEqual({ ...apiKey, lastUsedAt: hour });
  });
});

describe("the gateway", () => {
  test.each([
    ["nothing", undefined],
    ["no bearer", "Basic dXNlcjpwYXNzd29yZDEyMzQ1Njc4"],
    ["too little", "Bearer blc_1"],
    ["two tokens", `Bearer ${"a".repeat(43)} ${"b".repeat(43)}`],
  ])("refuses %s by itself", async (_, authorization) => {
    const before = asks();
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await request(`${scene.apiUrl}/me`, { headers });
    expect([answer.status, codeOf(answer)]).toEqual([401, "UNAUTHENTICATED"]);
    expect(asks()).toBe(before);
  });

  test.each([
    ["a key that never was", `blc_${"x".repeat(43)}`],
    ["what is no token at all", "x".repeat(43)],
    ["a token of nobody's making", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"],
  ])("asks about %s, and is told no", async (_, token) => {
    const answer = await request(`${scene.apiUrl}/me`, { token });
    expect([answer.status, codeOf(answer)]).toEqual([401, "UNAUTHENTICATED"]);
  });

  test("lets an access token live until its very end", async () => {
    const { token } = await invite(scene, { role: "admin" });
    const me = () => request(`${scene.apiUrl}/me`, { token });
    scene.clock.advance(3_590_000);
    expect((await me()).status).toBe(200);
    scene.clock.advance(11_000);
    const answer = await me();
    expect([answer.status, codeOf(answer)]).toEqual([401, "UNAUTHENTICATED"]);
  });
});
