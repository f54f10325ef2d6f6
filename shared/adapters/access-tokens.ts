import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import type { AccessTokens } from "../ports/identity.ts";
import type { Clock } from "../ports/ports.ts";
import * as z from "zod";

/** What an access token of a user pool says, beside what is verified of every token. */
const Payload = z.object({
  token_use: z.literal("access"),
  username: z.string().min(1),
  /** When the person signed in; renewing a session does not change it. */
  auth_time: z.int(),
  exp: z.int(),
});

/** What is wrong with the token itself. Other errors, like keys that could not be fetched, say nothing about it. */
const faults = [
  errors.JWSInvalid,
  errors.JWTInvalid,
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
] as const;

/**
 * Verifies access tokens of one app client of a user pool. The pool's keys are fetched when first needed and kept; a token
 * that names an unknown key makes them be fetched again, at most every 30 seconds.
 */
export function createAccessTokens(options: {
  readonly issuer: string;
  readonly keysUrl: string;
  readonly clientId: string;
  readonly clock: Clock;
}): AccessTokens {
  const { issuer, clientId, clock } = options;
  const keys = createRemoteJWKSet(new URL(options.keysUrl), {
    cacheMaxAge: 3_600_000,
    timeoutDuration: 3_000,
  });
  return {
    verify: async (token) => {
      const currentDate = new Date(clock.now());
      try {
        const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ["RS256"], currentDate });
        const claims = Payload.safeParse(payload);
        // An access token names the client in a claim of its own, not as its audience.
        if (!claims.success || payload["client_id"] !== clientId) return undefined;
        const { username, auth_time: sessionBeganAt, exp: expiresAt } = claims.data;
        return { username, sessionBeganAt, expiresAt };
      } catch (error) {
        if (faults.some((Fault) => error instanceof Fault)) return undefined;
        throw error;
      }
    },
  };
}
