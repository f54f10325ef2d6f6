import { randomUUID } from "node:crypto";
import type { Client, Pool } from "./config.ts";
import type { Context } from "./context.ts";
import { failuresAfter, forgiven, refuseWhileLocked } from "./lockout.ts";
import { matchesPassword } from "./passwords.ts";
import type { ChallengeName, Grant, Session, User } from "./records.ts";
import type { Changes, State } from "./state.ts";
import { commit, findUser, grantKey, hashToken, newToken, sessionKey, userKey } from "./state.ts";
import { AwsError } from "./support/aws-service.ts";
import { issueTokens } from "./tokens.ts";

/** Signs in by password: tokens, or the next challenge. */
export async function signInWithPassword(
  context: Context,
  pool: Pool,
  client: Client,
  typed: string,
  password: string,
): Promise<object> {
  const { state } = context;
  const user = knownUser(state, pool, client, typed);
  refuseWhileLocked(user, state.clock.now());
  if (!(await matchesPassword(user.password, password))) {
    commit(state, { [userKey(user)]: failuresAfter(user, state.clock.now()) });
    throw new AwsError("NotAuthorizedException", "Incorrect username or password.");
  }
  if (user.password.expiresAt !== undefined && user.password.expiresAt <= state.clock.now()) {
    throw new AwsError(
      "NotAuthorizedException",
      "Temporary password has expired and must be reset by an administrator.",
    );
  }
  if (user.status === "FORCE_CHANGE_PASSWORD") {
    return startChallenge(context, pool, client, user, "NEW_PASSWORD_REQUIRED", {
      [userKey(user)]: forgiven(user),
    });
  }
  return afterPassword(context, pool, client, forgiven(user), {});
}

/** Finds the user or refuses in the words the client's `PreventUserExistenceErrors` asks for. */
export function knownUser(state: State, pool: Pool, client: Client, typed: string): User {
  const user = findUser(state, pool, typed);
  if (user === undefined) {
    throw client.hidesUnknownUsers
      ? new AwsError("NotAuthorizedException", "Incorrect username or password.")
      : new AwsError("UserNotFoundException", "User does not exist.");
  }
  if (!user.enabled) throw new AwsError("NotAuthorizedException", "User is disabled.");
  return user;
}

/** The step after a right (or new) password: second factor, its set-up, or tokens. `changes` are written with it. */
export function afterPassword(
  context: Context,
  pool: Pool,
  client: Client,
  user: User,
  changes: Changes,
): Promise<object> {
  const own = { ...changes, [userKey(user)]: user };
  if (pool.softwareTokens && user.totp?.enabled === true) {
    return startChallenge(context, pool, client, user, "SOFTWARE_TOKEN_MFA", own);
  }
  if (pool.mfa === "ON") return startChallenge(context, pool, client, user, "MFA_SETUP", own);
  return completeSignIn(context, pool, client, user, own);
}

/** Opens a challenge session and answers with it. */
export async function startChallenge(
  context: Context,
  pool: Pool,
  client: Client,
  user: User,
  challenge: ChallengeName,
  changes: Changes,
  setup?: Session["setup"],
): Promise<{
  readonly ChallengeName: ChallengeName;
  readonly Session: string;
  readonly ChallengeParameters: object;
}> {
  const token = newToken(96);
  const session: Session = {
    kind: "session",
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    challenge,
    expiresAt: context.state.clock.now() + client.sessionMs,
    used: false,
    ...(setup === undefined ? {} : { setup }),
  };
  commit(context.state, { ...changes, [sessionKey(token)]: session });
  return {
    ChallengeName: challenge,
    Session: token,
    ChallengeParameters: parametersOf(pool, user, challenge),
  };
}

function parametersOf(pool: Pool, user: User, challenge: ChallengeName): { readonly [name: string]: string } {
  if (challenge === "SOFTWARE_TOKEN_MFA") return { USER_ID_FOR_SRP: user.username };
  if (challenge === "MFA_SETUP") {
    return { USER_ID_FOR_SRP: user.username, MFAS_CAN_SETUP: JSON.stringify(["SOFTWARE_TOKEN_MFA"]) };
  }
  const { sub: _sub, ...shown } = user.attributes;
  return {
    USER_ID_FOR_SRP: user.username,
    requiredAttributes: JSON.stringify(missingAttributes(pool, user).map((name) => `userAttributes.${name}`)),
    userAttributes: JSON.stringify(shown),
  };
}

/** Attributes the schema requires and the user lacks. */
export function missingAttributes(pool: Pool, user: User): string[] {
  return [...pool.attributes]
    .filter(([name, rule]) => rule.required && user.attributes[name] === undefined)
    .map(([name]) => name);
}

/** Ends a sign-in: a new grant with its first refresh token, and the tokens. */
export async function completeSignIn(
  context: Context,
  pool: Pool,
  client: Client,
  user: User,
  changes: Changes,
): Promise<object> {
  const now = context.state.clock.now();
  const refreshToken = newToken(128);
  const grant: Grant = {
    kind: "grant",
    id: randomUUID(),
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    sub: user.attributes["sub"] ?? user.username,
    eventId: randomUUID(),
    authenticatedAt: now,
    expiresAt: now + client.refreshTokenMs,
    revoked: false,
    refreshTokens: [{ hash: hashToken(refreshToken) }],
  };
  commit(context.state, { ...changes, [grantKey(grant.id)]: grant });
  return authenticated(context, pool, client, user, grant, refreshToken);
}

/** The answer that carries tokens; with a refresh token only when there is a new one. */
export async function authenticated(
  context: Context,
  pool: Pool,
  client: Client,
  user: User,
  grant: Grant,
  refreshToken?: string,
): Promise<object> {
  const key = context.keys.get(pool.id);
  if (key === undefined) throw new Error(`pool ${pool.id} has no signing key`);
  const tokens = await issueTokens({ key, pool, client, grant, user, now: context.state.clock.now() });
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      ...tokens,
      ...(refreshToken === undefined ? {} : { RefreshToken: refreshToken }),
    },
  };
}
