import * as z from "zod";
import { consumed, openSession } from "./challenges.ts";
import type { Pool } from "./config.ts";
import type { Context } from "./context.ts";
import type { User } from "./records.ts";
import { startChallenge } from "./sign-in.ts";
import { commit, poolOf, requireUser, userKey } from "./state.ts";
import type { Operation } from "./support/aws-service.ts";
import { AwsError, operation } from "./support/aws-service.ts";
import { authenticate } from "./tokens.ts";
import { newTotpSecret, totpStep } from "./totp.ts";

const settings = z.object({ Enabled: z.boolean().default(false), PreferredMfa: z.boolean().default(false) });
const bySessionOrToken = z.object({ AccessToken: z.string().optional(), Session: z.string().optional() });
const codeInput = bySessionOrToken.extend({
  UserCode: z.string(),
  FriendlyDeviceName: z.string().optional(),
});

/** Set-up of authenticator apps, during sign-in (by session) or afterwards (by access token). */
export function mfaOperations(context: Context): Readonly<Record<string, Operation>> {
  const { state, keys } = context;
  return {
    AssociateSoftwareToken: operation(bySessionOrToken, async (input) => {
      const secret = newTotpSecret();
      if (input.Session !== undefined) {
        const open = openSession(state, input.Session, "MFA_SETUP");
        const next = await startChallenge(
          context,
          open.pool,
          open.client,
          open.user,
          "MFA_SETUP",
          consumed(open),
          {
            secret,
            verified: false,
          },
        );
        return { SecretCode: secret, Session: next.Session };
      }
      const { pool, user } = await authenticate(state, keys, tokenOf(input));
      requireSoftwareTokens(pool);
      commit(state, { [userKey(user)]: { ...user, pendingTotpSecret: secret } });
      return { SecretCode: secret };
    }),
    VerifySoftwareToken: operation(codeInput, (input) =>
      input.Session === undefined
        ? verifyByToken(context, tokenOf(input), input.UserCode)
        : verifyBySession(context, input.Session, input.UserCode),
    ),
    SetUserMFAPreference: operation(
      z.object({ AccessToken: z.string(), SoftwareTokenMfaSettings: settings.optional() }),
      async (input) => {
        const { pool, user } = await authenticate(state, keys, input.AccessToken);
        return setPreference(context, pool, user, input.SoftwareTokenMfaSettings);
      },
    ),
    AdminSetUserMFAPreference: operation(
      z.object({
        UserPoolId: z.string(),
        Username: z.string(),
        SoftwareTokenMfaSettings: settings.optional(),
      }),
      (input) => {
        const pool = poolOf(state, input.UserPoolId);
        return setPreference(
          context,
          pool,
          requireUser(state, pool, input.Username),
          input.SoftwareTokenMfaSettings,
        );
      },
    ),
  };
}

async function verifyByToken(context: Context, accessToken: string, code: string): Promise<object> {
  const { state, keys } = context;
  const { pool, user } = await authenticate(state, keys, accessToken);
  requireSoftwareTokens(pool);
  const { pendingTotpSecret: secret, ...rest } = user;
  if (secret === undefined)
    throw new AwsError("InvalidParameterException", "No software token was associated");
  const lastStep = requireStep(secret, code, state.clock.now());
  const totp = { enabled: false, preferred: false, ...user.totp, secret, lastStep };
  commit(state, { [userKey(user)]: { ...rest, totp, modifiedAt: state.clock.now() } });
  return { Status: "SUCCESS" };
}

async function verifyBySession(context: Context, session: string, code: string): Promise<object> {
  const now = context.state.clock.now();
  const open = openSession(context.state, session, "MFA_SETUP");
  const setup = open.session.setup;
  if (setup === undefined)
    throw new AwsError("InvalidParameterException", "No software token was associated");
  const lastStep = requireStep(setup.secret, code, now);
  // Proven during sign-in, the app is in force at once.
  const totp = { secret: setup.secret, enabled: true, preferred: true, lastStep };
  const user: User = { ...open.user, totp, modifiedAt: now };
  const next = await startChallenge(
    context,
    open.pool,
    open.client,
    user,
    "MFA_SETUP",
    { ...consumed(open), [userKey(user)]: user },
    { secret: setup.secret, verified: true },
  );
  return { Status: "SUCCESS", Session: next.Session };
}

function requireStep(secret: string, code: string, now: number): number {
  const step = totpStep(secret, code, now);
  if (step === undefined) throw new AwsError("EnableSoftwareTokenMFAException", "Code mismatch");
  return step;
}

function setPreference(
  context: Context,
  pool: Pool,
  user: User,
  wanted: z.infer<typeof settings> | undefined,
): object {
  if (wanted === undefined) return {};
  if (wanted.Enabled) {
    requireSoftwareTokens(pool);
    if (user.totp === undefined) {
      throw new AwsError("InvalidParameterException", "User has not verified software token mfa");
    }
  }
  if (wanted.PreferredMfa && !wanted.Enabled) {
    throw new AwsError("InvalidParameterException", "A preferred factor must be enabled");
  }
  if (user.totp === undefined) return {};
  const totp = { ...user.totp, enabled: wanted.Enabled, preferred: wanted.PreferredMfa };
  commit(context.state, { [userKey(user)]: { ...user, totp, modifiedAt: context.state.clock.now() } });
  return {};
}

function requireSoftwareTokens(pool: Pool): void {
  if (pool.softwareTokens) return;
  throw new AwsError(
    "SoftwareTokenMFANotFoundException",
    "Software token MFA is not enabled for the user pool",
  );
}

function tokenOf(input: z.infer<typeof bySessionOrToken>): string {
  if (input.AccessToken !== undefined) return input.AccessToken;
  throw new AwsError("InvalidParameterException", "Either AccessToken or Session is required");
}
