import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createAccessTokens } from "../../../shared/adapters/access-tokens.ts";
import { createServer } from "node:http";
import type { Time } from "../../../shared/contracts/values.ts";

const issuer = "https://cognito-idp.sa-east-1.amazonaws.com/sa-east-1_pool";
const clientId = "the-desk";
const now = "2026-11-23T13:00:00.000Z" as Time;
const second = (time: string): number => Date.parse(time) / 1_000;

const pool = await generateKeyPair("RS256");
const stranger = await generateKeyPair("RS256");
const spki = await exportSPKI(pool.publicKey);
const claims = {
  iss: issuer,
  token_use: "access",
  client_id: clientId,
  username: "agt_01KAQ000000000000000000000",
  auth_time: second("2026-11-23T12:00:00Z"),
  exp: second("2026-11-23T13:30:00Z"),
} satisfies JWTPayload;

/** A token with other claims; undefined takes one out. */
const sign = (
  changes: Readonly<Record<string, unknown>>,
  key = pool.privateKey,
  kid = "k1",
): Promise<string> =>
  new SignJWT(JSON.parse(JSON.stringify({ ...claims, ...changes })) as JWTPayload)
    .setProtectedHeader({ alg: "RS256", kid })
    .sign(key);

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** The adapter with a pool that publishes its keys, or answers with `status` instead. */
async function opened(status = 200) {
  let asked = 0;
  const keys = { keys: [{ ...(await exportJWK(pool.publicKey)), kid: "k1", alg: "RS256", use: "sig" }] };
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(keys));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  const keysUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  const tokens = createAccessTokens({ issuer, keysUrl, clientId, clock: { now: () => now } });
  return { verify: tokens.verify, asked: () => asked };
}

describe("an access token", () => {
  test("tells whose session it is of, when that began and when the token ends", async () => {
    const { verify, asked } = await opened();
    const verified = {
      username: claims.username,
      sessionBeganAt: claims.auth_time,
      expiresAt: claims.exp,
    };
    expect(await verify(await sign({}))).toEqual(verified);
    expect(await verify(await sign({ jti: "another" }))).toEqual(verified);
    expect(asked()).toBe(1);
  });

  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  test.each<[string, () => Promise<string> | string]>([
    ["is nonsense", () => "nonsense"],
    ["is an ID token", () => sign({ token_use: "id", aud: clientId })],
    ["is of another client", () => sign({ client_id: "another" })],
    ["names the client as its audience only", () => sign({ client_id: undefined, aud: clientId })],
    ["is of another pool", () => sign({ iss: `${issuer}2` })],
    ["has expired", () => sign({ exp: second("2026-11-23T13:00:00Z") })],
    ["never expires", () => sign({ exp: undefined })],
    ["does not count yet", () => sign({ nbf: second("2026-11-23T13:00:01Z") })],
    ["has no time of sign-in", () => sign({ auth_time: undefined })],
    ["is signed by a stranger", () => sign({}, stranger.privateKey)],
    ["names a key that the pool does not have", () => sign({}, stranger.privateKey, "k2")],
    ["is not signed", () => `${encoded({ alg: "none" })}.${encoded(claims)}.`],
    [
      "is signed with the public key as if it were a secret",
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: "HS256", kid: "k1" })
          .sign(new TextEncoder().encode(spki)),
    ],
  ])("is none when it %s", async (_, token) => {
    const { verify } = await opened();
    expect(await verify(await token())).toBeUndefined();
  });

  test("is not judged while the keys cannot be had", async () => {
    const { verify } = await opened(503);
    await expect(verify(await sign({}))).rejects.toThrow("200");
  });
});
