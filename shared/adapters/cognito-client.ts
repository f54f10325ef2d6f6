import {
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { AgentId } from "../contracts/ids.ts";
import { DeskError } from "../contracts/errors.ts";
import type { ErrorCode } from "../contracts/errors.ts";
import { clientSettings } from "./client-settings.ts";

/** The client of the user pool. */
export const createCognitoClient = (): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient(clientSettings);

/** Refusals that mean the same whatever was asked. */
const common: Readonly<Record<string, ErrorCode>> = {
  InvalidPasswordException: "PASSWORD_REFUSED",
  PasswordHistoryPolicyViolationException: "PASSWORD_REFUSED",
  LimitExceededException: "TOO_MANY_ATTEMPTS",
  TooManyFailedAttemptsException: "TOO_MANY_ATTEMPTS",
  TooManyRequestsException: "TOO_MANY_ATTEMPTS",
};

/**
 * Asks the user pool; its refusals become DeskErrors by exception name: those of `meanings`, then those that mean the
 * same everywhere. Any other error is thrown as it is.
 */
export async function asking<Answer>(
  meanings: Readonly<Record<string, ErrorCode>>,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const code = error instanceof Error ? codeOf(error, { ...common, ...meanings }) : undefined;
    throw code === undefined ? error : new DeskError(code, {}, { cause: error });
  }
}

/** A locked account is refused under the same name as a wrong password, and told apart by its message only. */
const codeOf = (error: Error, meanings: Readonly<Record<string, ErrorCode>>): ErrorCode | undefined =>
  error.name === "NotAuthorizedException" && /attempts exceeded/i.test(error.message)
    ? "TOO_MANY_ATTEMPTS"
    : meanings[error.name];

/** No refresh token of the account works any more. Without an account there is no session to end. */
export const signOutEverywhere = (
  client: CognitoIdentityProviderClient,
  userPoolId: string,
  agentId: AgentId,
): Promise<void> =>
  ifThere(() =>
    client.send(new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: agentId })),
  );

/** Asks for something that is done already where there is no such account. */
export async function ifThere(ask: () => Promise<unknown>): Promise<void> {
  try {
    await asking({}, ask);
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
}
