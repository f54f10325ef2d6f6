import type { Client, Pool } from "./config.ts";
import type { Context } from "./context.ts";
import { failuresAfter, forgiven, refuseWhileLocked } from "./lockout.ts";
import { checkPassword, hashPassword } from "./passwords.ts";
import type { ChallengeName, Session, User } from "./records.ts";
import { afterPassword, completeSignIn, knownUser, missingAttributes } from "./sign-in.ts";
import { clientOf, commit, poolOf, sessionKey, sessionOf, userKey } from "./state.ts";
import type { Changes, State } from "./state.ts";
import { AwsError } from "./support/aws-service.ts";
import { totpStep } from "./totp.ts";
import { applyAttributes } from "./attributes.ts";

/** A challenge session that may still be answered, with everything it belongs to. */
export interface OpenSession {
  readonly token: string;
  readonly session: Session;
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
}

/** Finds the session for a challenge; refuses unknown, expired, used and foreign ones. */
export function openSession(state: State, token: string, challenge: ChallengeName): OpenSession {
  const refuse = (reason: string): AwsError => new AwsError("NotAuthorizedException", reason);
  const session = sessionOf(state, token);
  if (session === undefined || session.challenge !== challenge) throw refuse("Invalid session for the user.");
  if (session.used) throw refuse("Invalid session for the user, session can only be used once.");
  if (session.expiresAt <= state.clock.now())
    throw refuse("Invalid session for the user, session is expired.");
  const pool = poolOf(state, session.poolId);
  const client = clientOf(state, session.clientId, session.poolId);
  return { token, session, pool, client, user: knownUser(state, pool, client, session.username) };
}

/** The change that uses a session up. */
export function consumed(open: OpenSession): Changes {
  return { [sessionKey(open.token)]: { ...open.session, used: true } };
}

/** Answers a challenge: tokens, or the next challenge. */
export async function respond(
  context: Context,
  request: {
    readonly clientId: string;
    readonly poolId: string | undefined;
    readonly challenge: ChallengeName;
    readonly session: string;
    readonly responses: Readonly<Record<string, string>>;
  },
): Promise<object> {
  const client = clientOf(context.state, request.clientId, request.poolId);
  const pool = poolOf(context.state, client.poolId);
  const named = knownUser(context.state, pool, client, response(request.responses, "USERNAME"));
  const open = openSession(context.state, request.session, request.challenge);
  if (open.client.id !== client.id || open.user.username !== named.username) {
    throw new AwsError("NotAuthorizedException", "Invalid session for the user.");
  }
  switch (request.challenge) {
    case "NEW_PASSWORD_REQUIRED":
      return setNewPassword(context, open, request.responses);
    case "SOFTWARE_TOKEN_MFA":
      return checkCode(context, open, response(request.responses, "SOFTWARE_TOKEN_MFA_CODE"));
    case "MFA_SETUP":
      return finishSetup(context, open);
  }
}

function response(responses: Readonly<Record<string, string>>, name: string): string {
  const value = responses[name];
  if (value === undefined)
    throw new AwsError("InvalidParameterException", `Missing required parameter ${name}`);
  return value;
}

async function setNewPassword(
  context: Context,
  open: OpenSession,
  responses: Readonly<Record<string, string>>,
): Promise<object> {
  const { state } = context;
  const password = response(responses, "NEW_PASSWORD");
  checkPassword(open.pool.passwords, password);
  const prefix = "userAttributes.";
  const given = Object.entries(responses)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => ({ Name: name.slice(prefix.length), Value: value }));
  const attributes = applyAttributes(open.pool, open.user.attributes, given);
  const user: User = {
    ...open.user,
    attributes,
    status: "CONFIRMED",
    modifiedAt: state.clock.now(),
    password: await hashPassword(password),
  };
  const missing = missingAttributes(open.pool, user);
  if (missing.length > 0) {
    throw new AwsError("InvalidParameterException", `Missing required attribute ${missing.join(", ")}`);
  }
  return afterPassword(context, open.pool, open.client, user, consumed(open));
}

async function checkCode(context: Context, open: OpenSession, code: string): Promise<object> {
  const { state } = context;
  const now = state.clock.now();
  refuseWhileLocked(open.user, now);
  const totp = open.user.totp;
  if (totp === undefined) throw new AwsError("NotAuthorizedException", "Invalid session for the user.");
  const step = totpStep(totp.secret, code, now);
  if (step === undefined) {
    commit(state, { [userKey(open.user)]: failuresAfter(open.user, now) });
    throw new AwsError("CodeMismatchException", "Invalid code received for user");
  }
  if (totp.lastStep !== undefined && step <= totp.lastStep) {
    throw new AwsError("ExpiredCodeException", "Your software token has already been used once.");
  }
  const user: User = { ...forgiven(open.user), totp: { ...totp, lastStep: step } };
  return completeSignIn(context, open.pool, open.client, user, { ...consumed(open), [userKey(user)]: user });
}

async function finishSetup(context: Context, open: OpenSession): Promise<object> {
  if (open.session.setup?.verified !== true) {
    throw new AwsError("InvalidParameterException", "User has not verified software token mfa");
  }
  return completeSignIn(context, open.pool, open.client, open.user, consumed(open));
}
