import { ApiKeyHashItem } from "../../../shared/contracts/stored/shapes.ts";
import { ApiKeyId } from "../../../shared/contracts/ids.ts";
import type { APIGatewayTokenAuthorizerEvent } from "aws-lambda";
import type { Time } from "../../../shared/contracts/values.ts";
import type { VerifiedToken } from "../../../shared/ports/identity.ts";
import { agentId, context, keepingLog } from "./fixtures.ts";
import { createAuthorizerHandler } from "../../../functions/api/authorizer-handler.ts";
import { createMemoryStore } from "../../../shared/store/memory.ts";
import { describe, expect, test } from "vitest";
import { digest } from "../../../shared/adapters/digest.ts";
import { put } from "../../../shared/ports/store.ts";

const now = "2026-11-23T13:00:00.000Z" as Time;
const secret = `blc_${"s".repeat(43)}`;
const apiKeyId = ApiKeyId.parse("key_01KAQ000000000000000000000");
const session: VerifiedToken = { username: agentId, sessionBeganAt: 1_795_000_000, expiresAt: 1_795_003_600 };

async function opened(options: { readonly expiresAt?: string; readonly fails?: boolean } = {}) {
  const store = createMemoryStore();
  const log = keepingLog();
  const expiresAt = (options.expiresAt ?? null) as Time | null;
  await store.commit([put("hash", ApiKeyHashItem, { hash: digest.sha256(secret), apiKeyId, expiresAt })]);
  const seen: string[] = [];
  const handler = createAuthorizerHandler({
    store,
    clock: { now: () => now },
    digest,
    log,
    tokens: {
      verify: async (token) => {
        seen.push(token);
        if (options.fails === true) throw new Error("the keys could not be had");
        return token === "good" ? session : undefined;
      },
    },
  });
  const ask = (authorizationToken: string) => {
    const methodArn = "arn:aws:execute-api:sa-east-1:123456789012:abc123/v1/GET/tickets/tkt_1";
    const event: APIGatewayTokenAuthorizerEvent = { type: "TOKEN", authorizationToken, methodArn };
    return handler(event, context);
  };
  return { ask, seen, log };
}

/** The policy is remembered for the token, so it must hold for every method of the stage. */
const policyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Action: "execute-api:Invoke",
      Effect: "Allow",
      Resource: "arn:aws:execute-api:sa-east-1:123456789012:abc123/v1/*",
    },
  ],
};

describe("the authorizer", () => {
  test.each(["Bearer good", "bearer  good"])("lets %j, a session, into the whole stage", async (header) => {
    const { ask } = await opened();
    expect(await ask(header)).toEqual({
      principalId: agentId,
      policyDocument,
      context: { kind: "staff", username: agentId, authTime: "1795000000", expiresAt: "1795003600" },
    });
  });

  test("lets an API key in, without asking the user pool", async () => {
    const { ask, seen } = await opened({ expiresAt: "2026-11-23T13:00:00.001Z" });
    expect(await ask(`Bearer ${secret}`)).toEqual({
      principalId: apiKeyId,
      policyDocument,
      context: { kind: "key", apiKeyId },
    });
    expect(seen).toEqual([]);
  });

  test.each([
    ["a token that is not good", "Bearer bad"],
    ["no scheme", "good"],
    ["another scheme", "Basic good"],
    ["two tokens", "Bearer good good"],
    ["nothing", ""],
    ["a key that is not there", `Bearer blc_${"t".repeat(43)}`],
    ["a key in other letters", `Bearer ${secret.toUpperCase()}`],
  ])("refuses %s with the one message that the gateway takes for 401", async (_, header) => {
    const { ask, log } = await opened();
    await expect(ask(header)).rejects.toThrow(/^Unauthorized$/);
    expect(log.lines).toEqual([]);
  });

  test("refuses a key that has expired", async () => {
    const { ask } = await opened({ expiresAt: now });
    await expect(ask(`Bearer ${secret}`)).rejects.toThrow(/^Unauthorized$/);
  });

  test("fails, and says so, when it cannot find out", async () => {
    const { ask, log } = await opened({ fails: true });
    await expect(ask("Bearer good")).rejects.toThrow("the keys could not be had");
    expect(log.lines).toMatchObject([{ level: "error", message: "invocation failed" }]);
    expect(JSON.stringify(log.lines)).not.toContain("good");
  });
});
