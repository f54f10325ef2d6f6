import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from "jose";
import type { Clock } from "../types.ts";
import type { Refusal } from "./gateway-responses.ts";

/** What verifying a user pool's tokens needs. */
export interface UserPool {
  readonly issuer: string;
  readonly jwks: JSONWebKeySet;
  /** Ids of the pool's app clients. */
  readonly clientIds: readonly string[];
}

type Outcome = { readonly claims: Readonly<Record<string, string>> } | { readonly refusal: Refusal };

/**
 * Checks tokens as a `COGNITO_USER_POOLS` authorizer does: signature, issuer, expiry on the clock, and a client of the
 * pool. A method that declares scopes takes an access token with one of them; a method without takes an id token.
 */
export function createCognitoCheck(
  clock: Clock,
): (pools: readonly UserPool[], header: string | undefined, scopes: readonly string[]) => Promise<Outcome> {
  const keySets = new WeakMap<JSONWebKeySet, ReturnType<typeof createLocalJWKSet>>();
  const keysOf = (jwks: JSONWebKeySet): ReturnType<typeof createLocalJWKSet> => {
    const known = keySets.get(jwks) ?? createLocalJWKSet(jwks);
    keySets.set(jwks, known);
    return known;
  };
  const unauthorized: Outcome = { refusal: { type: "UNAUTHORIZED" } };

  return async (pools, header, scopes) => {
    const token = header?.replace(/^Bearer\s+/i, "").trim();
    if (token === undefined || token === "") return unauthorized;
    for (const pool of pools) {
      try {
        const { payload } = await jwtVerify(token, keysOf(pool.jwks), {
          issuer: pool.issuer,
          algorithms: ["RS256"],
          currentDate: new Date(clock.now()),
        });
        return serves(payload, pool, scopes) ? { claims: textClaims(payload) } : unauthorized;
      } catch (error) {
        if (error instanceof errors.JWTExpired) {
          return { refusal: { type: "UNAUTHORIZED", message: "The incoming token has expired" } };
        }
        // A bad token, or one of another pool of the same authorizer; anything else is a fault of this machine.
        if (!(error instanceof errors.JOSEError)) throw error;
      }
    }
    return unauthorized;
  };
}

function serves(claims: JWTPayload, pool: UserPool, scopes: readonly string[]): boolean {
  if (scopes.length === 0) {
    return claims["token_use"] === "id" && pool.clientIds.includes(String(claims.aud));
  }
  const granted = String(claims["scope"] ?? "").split(" ");
  return (
    claims["token_use"] === "access" &&
    pool.clientIds.includes(String(claims["client_id"])) &&
    scopes.some((scope) => granted.includes(scope))
  );
}

/** The event carries every claim as text: lists joined by commas, `exp` and `iat` as dates. */
function textClaims(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      if ((name === "exp" || name === "iat") && typeof value === "number") return [name, javaDate(value)];
      if (Array.isArray(value)) return [name, value.join(",")];
      return [name, typeof value === "object" ? JSON.stringify(value) : String(value)];
    }),
  );
}

/** `Mon Nov 23 02:52:13 UTC 2026` */
function javaDate(epochSeconds: number): string {
  const [, weekday, day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(
    new Date(epochSeconds * 1000).toUTCString(),
  ) as RegExpExecArray;
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
