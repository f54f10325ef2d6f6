import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  type AdminInitiateAuthCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { LocalPool } from "./local-pool.ts";
import { clientId, poolId } from "./local-pool.ts";

/** A password the local pool accepts. */
export const password = "Correct-Horse-12";
/** A temporary password the local pool accepts. */
export const temporary = "Temporary-Horse-1";

/** Creates a user with a temporary password and no message. */
export async function invite(pool: LocalPool, Username: string): Promise<void> {
  await pool.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username,
      TemporaryPassword: temporary,
      MessageAction: "SUPPRESS",
      UserAttributes: [
        { Name: "email", Value: `${Username}@example.com` },
        { Name: "email_verified", Value: "true" },
      ],
    }),
  );
}

/** Creates a user with a permanent password. */
export async function enrol(pool: LocalPool, Username: string): Promise<void> {
  await invite(pool, Username);
  await pool.cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password: password, Permanent: true }),
  );
}

/** Signs in by password. */
export function signIn(
  pool: LocalPool,
  USERNAME: string,
  PASSWORD = password,
): Promise<AdminInitiateAuthCommandOutput> {
  return pool.cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
}

/** Signs in a user who meets no challenge. */
export async function tokens(
  pool: LocalPool,
  Username: string,
): Promise<{ readonly AccessToken: string; readonly IdToken: string; readonly RefreshToken: string }> {
  const result = (await signIn(pool, Username)).AuthenticationResult;
  const { AccessToken, IdToken, RefreshToken } = result ?? {};
  if (AccessToken === undefined || IdToken === undefined || RefreshToken === undefined) {
    throw new Error(`${Username} got no tokens`);
  }
  return { AccessToken, IdToken, RefreshToken };
}

/** Trades a refresh token for new tokens. */
export const refresh = (pool: LocalPool, RefreshToken: string) =>
  pool.cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken }));
