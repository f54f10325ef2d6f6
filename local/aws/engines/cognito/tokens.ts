import { createHash, randomUUID } from "node:crypto";
import type { CryptoKey, JSONWebKeySet, JWTPayload } from "jose";
import {
  SignJWT,
  decodeProtectedHeader,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
} from "jose";
import * as z from "zod";
import type { Client, Pool } from "./config.ts";
import type { Grant, SigningKeyRecord, User } from "./records.ts";
import type { State } from "./state.ts";
import { commit, findUser, grantOf, keyKey, poolOf, signingKeyOf } from "./state.ts";
import { AwsError } from "./support/aws-service.ts";

/** A pool's key pair, ready to use. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwks: JSONWebKeySet;
}

/** Loads the pool's key, or makes and stores one. */
export async function openSigningKey(state: State, poolId: string): Promise<SigningKey> {
  const stored = signingKeyOf(state, poolId) ?? (await makeKey(poolId));
  if (signingKeyOf(state, poolId) === undefined) commit(state, { [keyKey(poolId)]: stored });
  const { n, e } = z.object({ n: z.string(), e: z.string() }).parse(stored.privateJwk);
  const kid = createHash("sha256").update(n).digest("base64");
  const publicJwk = { kty: "RSA", n, e, alg: "RS256", use: "sig", kid };
  return {
    kid,
    privateKey: await importKey(stored.privateJwk),
    publicKey: await importKey(publicJwk),
    jwks: { keys: [publicJwk] },
  };
}

async function makeKey(poolId: string): Promise<SigningKeyRecord> {
  const pair = await generateKeyPair("RS256", { modulusLength: 2048, extractable: true });
  return { kind: "key", poolId, privateJwk: { ...(await exportJWK(pair.privateKey)) } };
}

async function importKey(jwk: Record<string, unknown>): Promise<CryptoKey> {
  const key = await importJWK(jwk, "RS256");
  if (key instanceof Uint8Array) throw new TypeError("an RSA key was expected");
  return key;
}

/** The access and id token of a sign-in, with the claims Cognito puts in them. */
export async function issueTokens(options: {
  readonly key: SigningKey;
  readonly pool: Pool;
  readonly client: Client;
  readonly grant: Grant;
  readonly user: User;
  readonly now: number;
}): Promise<{
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly ExpiresIn: number;
  readonly TokenType: string;
}> {
  const { key, pool, client, grant, user } = options;
  const now = Math.floor(options.now / 1000);
  const shared: JWTPayload = {
    sub: grant.sub,
    iss: pool.issuer,
    event_id: grant.eventId,
    auth_time: Math.floor(grant.authenticatedAt / 1000),
    iat: now,
    ...(client.revocable || client.rotationGraceMs !== undefined ? { origin_jti: grant.id } : {}),
  };
  const sign = (claims: JWTPayload, lifetimeMs: number): Promise<string> =>
    new SignJWT({ ...shared, ...claims, exp: now + Math.floor(lifetimeMs / 1000), jti: randomUUID() })
      .setProtectedHeader({ kid: key.kid, alg: "RS256" })
      .sign(key.privateKey);
  const [accessToken, idToken] = await Promise.all([
    sign(
      {
        client_id: client.id,
        token_use: "access",
        scope: "aws.cognito.signin.user.admin",
        username: user.username,
      },
      client.accessTokenMs,
    ),
    sign(
      { ...attributeClaims(user), aud: client.id, token_use: "id", "cognito:username": user.username },
      client.idTokenMs,
    ),
  ]);
  return {
    AccessToken: accessToken,
    IdToken: idToken,
    ExpiresIn: Math.floor(client.accessTokenMs / 1000),
    TokenType: "Bearer",
  };
}

function attributeClaims(user: User): JWTPayload {
  const claims: JWTPayload = {};
  for (const [name, value] of Object.entries(user.attributes)) {
    if (name === "sub") continue;
    claims[name] = name.endsWith("_verified") ? value === "true" : value;
  }
  return claims;
}

const accessClaims = z.object({
  iss: z.string(),
  sub: z.string(),
  client_id: z.string(),
  token_use: z.literal("access"),
  origin_jti: z.string().optional(),
});

/** Who an access token speaks for, refused like the service when forged, expired, revoked or the user is gone. */
export async function authenticate(
  state: State,
  keys: ReadonlyMap<string, SigningKey>,
  accessToken: string,
): Promise<{ readonly pool: Pool; readonly user: User }> {
  const invalid = (): AwsError => new AwsError("NotAuthorizedException", "Invalid Access Token");
  const owner = [...keys].find(([, key]) => key.kid === keyIdOf(accessToken));
  if (owner === undefined) throw invalid();
  const [poolId, key] = owner;
  const pool = poolOf(state, poolId);
  const claims = await verify(accessToken, key, pool, state.clock.now()).catch((error: unknown) => {
    if (error instanceof errors.JWTExpired) {
      throw new AwsError("NotAuthorizedException", "Access Token has expired");
    }
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw invalid();
    throw error;
  });
  if (claims.origin_jti !== undefined && grantOf(state, claims.origin_jti)?.revoked !== false) {
    throw new AwsError("NotAuthorizedException", "Access Token has been revoked");
  }
  const user = findUser(state, pool, claims.sub);
  if (user === undefined) throw new AwsError("UserNotFoundException", "User does not exist.");
  if (!user.enabled) throw new AwsError("NotAuthorizedException", "User is disabled.");
  return { pool, user };
}

async function verify(
  token: string,
  key: SigningKey,
  pool: Pool,
  now: number,
): Promise<z.infer<typeof accessClaims>> {
  const { payload } = await jwtVerify(token, key.publicKey, {
    algorithms: ["RS256"],
    issuer: pool.issuer,
    currentDate: new Date(now),
  });
  return accessClaims.parse(payload);
}

function keyIdOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    // Not a JWT at all: nobody's token.
    return undefined;
  }
}
