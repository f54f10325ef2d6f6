import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, startDesk } from "../../local/stack/desk.ts";
import { firstAdministrator } from "../../local/stack/first-administrator.ts";

const pages = mkdtempSync(join(tmpdir(), "balcao-front-"));
let desk: Desk;

beforeAll(async () => {
  writeFileSync(join(pages, "index.html"), "<!doctype html><title>the desk</title>");
  desk = await startDesk({ pages: { desk: pages }, quiet: true });
  await desk.signIn();
});
afterAll(async () => {
  await desk.close();
  rmSync(pages, { recursive: true, force: true });
});

describe("the address of the desk", () => {
  test("shows its page for every route of its own, under a policy that lets it talk to itself and its socket", async () => {
    for (const path of ["/", "/tickets/any"]) {
      const response = await fetch(`${desk.deskUrl}${path}`);
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining("the desk")]);
      expect(response.headers.get("content-security-policy")).toContain(
        `connect-src 'self' ${desk.socketUrl};`,
      );
    }
    expect(await (await fetch(`${desk.deskUrl}/config.json`)).json()).toEqual({ socketUrl: desk.socketUrl });
  });

  test("answers for the API too: a session begins, is renewed by its cookie, and ends", async () => {
    const { email, password } = firstAdministrator;
    const post = (path: string, headers: Readonly<Record<string, string>>, body?: object) =>
      fetch(`${desk.deskUrl}/v1${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const began = await post("/session", {}, { email, password });
    expect(began.status).toBe(200);
    const [cookie = ""] = began.headers.getSetCookie();
    expect(cookie).toMatch(/; Path=\/v1\/session; HttpOnly; Secure; SameSite=Strict$/);
    const renewed = await post("/session/refresh", { cookie: cookie.replace(/;.*$/, "") });
    expect(renewed.status).toBe(200);
    const { accessToken } = (await renewed.json()) as { readonly accessToken: string };
    const me = await fetch(`${desk.deskUrl}/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect([me.status, me.headers.get("cache-control")]).toEqual([200, "no-store"]);
  });

  test("hides no error of the API behind a page", async () => {
    const response = await fetch(`${desk.deskUrl}/v1/nothing-there`);
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/json"]);
    expect((await fetch(`${desk.deskUrl}/v1/me`)).status).toBe(401);
  });

  test("is not needed by who calls the API itself", async () => {
    const { email, password } = firstAdministrator;
    const response = await fetch(`${desk.apiUrl}/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    expect(response.status).toBe(200);
  });
});
