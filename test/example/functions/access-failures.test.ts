import { agentId } from "./fixtures.ts";
import { describe, expect, test } from "vitest";
import { DeskError } from "../../../shared/contracts/errors.ts";

import { desk, session } from "./access-support.ts";

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
