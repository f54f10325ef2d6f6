import type { Client, Pool } from "./config.ts";
import type { Context } from "./context.ts";
import type { Grant, User } from "./records.ts";
import { authenticated } from "./sign-in.ts";
import { clientOf, commit, findUser, grantKey, grantOfToken, hashToken, newToken, poolOf } from "./state.ts";
import { AwsError } from "./support/aws-service.ts";

interface LiveGrant {
  readonly pool: Pool;
  readonly client: Client;
  readonly grant: Grant;
  readonly user: User;
}

/** `REFRESH_TOKEN_AUTH`: new access and id tokens. Clients that rotate refresh tokens cannot enable this flow. */
export async function refresh(context: Context, client: Client, refreshToken: string): Promise<object> {
  const live = liveGrant(context, client.id, refreshToken);
  return authenticated(context, live.pool, live.client, live.user, live.grant);
}

/**
 * `GetTokensFromRefreshToken`: new tokens, and a new refresh token when the client rotates them. The old one then
 * works for the grace period only; the new one ends when the first one would have.
 */
export async function rotate(context: Context, clientId: string, refreshToken: string): Promise<object> {
  const live = liveGrant(context, clientId, refreshToken);
  const { pool, client, grant, user } = live;
  if (client.rotationGraceMs === undefined) return authenticated(context, pool, client, user, grant);
  const now = context.state.clock.now();
  const presented = hashToken(refreshToken);
  const next = newToken(128);
  const rotated: Grant = {
    ...grant,
    refreshTokens: [
      ...grant.refreshTokens.map((token) =>
        token.hash === presented && token.supersededAt === undefined
          ? { ...token, supersededAt: now }
          : token,
      ),
      { hash: hashToken(next) },
    ],
  };
  commit(context.state, { [grantKey(grant.id)]: rotated });
  return authenticated(context, pool, client, user, rotated, next);
}

/** `RevokeToken`: ends the sign-in the refresh token descends from. An unknown token is no error, as in RFC 7009. */
export function revoke(context: Context, clientId: string, refreshToken: string): object {
  const client = clientOf(context.state, clientId);
  if (!client.revocable) {
    throw new AwsError("UnsupportedOperationException", "Token revocation is not enabled for this client");
  }
  if (refreshToken.split(".").length === 3) {
    throw new AwsError("UnsupportedTokenTypeException", "Only refresh tokens can be revoked");
  }
  const grant = grantOfToken(context.state, refreshToken);
  if (grant === undefined) return {};
  if (grant.clientId !== clientId)
    throw new AwsError("UnauthorizedException", "Token was issued to another client");
  commit(context.state, { [grantKey(grant.id)]: { ...grant, revoked: true } });
  return {};
}

function liveGrant(context: Context, clientId: string, refreshToken: string): LiveGrant {
  const { state } = context;
  const refuse = (message: string): AwsError => new AwsError("NotAuthorizedException", message);
  const client = clientOf(state, clientId);
  const pool = poolOf(state, client.poolId);
  const grant = grantOfToken(state, refreshToken);
  if (grant === undefined || grant.clientId !== clientId) throw refuse("Invalid Refresh Token");
  if (grant.revoked) throw refuse("Refresh Token has been revoked");
  const now = state.clock.now();
  if (grant.expiresAt <= now) throw refuse("Refresh Token has expired");
  const hash = hashToken(refreshToken);
  const supersededAt = grant.refreshTokens.find((token) => token.hash === hash)?.supersededAt;
  // With a grace of zero the old token fails in the very moment of its rotation.
  if (supersededAt !== undefined && now >= supersededAt + (client.rotationGraceMs ?? 0)) {
    throw new AwsError("RefreshTokenReuseException", "Refresh token has been invalidated by rotation");
  }
  const user = findUser(state, pool, grant.sub);
  if (user === undefined) throw refuse("Invalid Refresh Token");
  if (!user.enabled) throw refuse("User is disabled.");
  return { pool, client, grant, user };
}
