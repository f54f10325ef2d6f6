import type {
  AuthenticationResultType,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  GetTokensFromRefreshTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Challenge, Claims, SessionTokens, SignIn } from "../ports/identity.ts";
import { DeskError } from "../contracts/errors.ts";
import { asking, signOutEverywhere } from "./cognito-client.ts";
import * as z from "zod";

/** Whether the account exists, is disabled or has another password is nobody's business. */
const signingIn = {
  NotAuthorizedException: "SIGN_IN_REFUSED",
  UserNotFoundException: "SIGN_IN_REFUSED",
  UserNotConfirmedException: "SIGN_IN_REFUSED",
  PasswordResetRequiredException: "SIGN_IN_REFUSED",
} as const;

/** A session that is unknown, used, expired or not one at all. */
const answering = {
  ...signingIn,
  NotAuthorizedException: "CHALLENGE_EXPIRED",
  ExpiredCodeException: "CHALLENGE_EXPIRED",
  InvalidParameterException: "CHALLENGE_EXPIRED",
  CodeMismatchException: "SIGN_IN_REFUSED",
  EnableSoftwareTokenMFAException: "SIGN_IN_REFUSED",
} as const;

const renewing = {
  NotAuthorizedException: "UNAUTHENTICATED",
  InvalidParameterException: "UNAUTHENTICATED",
  RefreshTokenReuseException: "UNAUTHENTICATED",
  UserNotFoundException: "UNAUTHENTICATED",
} as const;

/** Sign-in of staff against a Cognito user pool. */
export function createSignIn(options: {
  readonly client: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  readonly clientId: string;
}): SignIn {
  const { client, userPoolId, clientId } = options;
  const pool = { UserPoolId: userPoolId, ClientId: clientId };

  const respond = async (
    challenge: Challenge["challenge"],
    challengeToken: string,
    answer: Readonly<Record<string, string>>,
  ): Promise<SessionTokens | Challenge> => {
    const { username, session } = opened(challengeToken);
    const result = await asking(answering, () =>
      client.send(
        new AdminRespondToAuthChallengeCommand({
          ...pool,
          ChallengeName: challenge,
          Session: session,
          ChallengeResponses: { USERNAME: username, ...answer },
        }),
      ),
    );
    return resultOf(result, username);
  };

  return {
    withPassword: async (email, password) => {
      const result = await asking(signingIn, () =>
        client.send(
          new AdminInitiateAuthCommand({
            ...pool,
            AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
            AuthParameters: { USERNAME: email, PASSWORD: password },
          }),
        ),
      );
      return resultOf(result, email);
    },
    withNewPassword: (challengeToken, newPassword) =>
      respond("NEW_PASSWORD_REQUIRED", challengeToken, { NEW_PASSWORD: newPassword }),
    withCode: (challengeToken, code) =>
      respond("SOFTWARE_TOKEN_MFA", challengeToken, { SOFTWARE_TOKEN_MFA_CODE: code }),
    challenged: (challengeToken) => opened(challengeToken).username,
    renew: async (refreshToken) => {
      const { AuthenticationResult } = await asking(renewing, () =>
        client.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken })),
      );
      return tokensOf(AuthenticationResult);
    },
    signOutEverywhere: (agentId) => signOutEverywhere(client, userPoolId, agentId),
  };
}

function resultOf(
  result: {
    readonly ChallengeName?: string | undefined;
    readonly ChallengeParameters?: Record<string, string> | undefined;
    readonly Session?: string | undefined;
    readonly AuthenticationResult?: AuthenticationResultType | undefined;
  },
  username: string,
): SessionTokens | Challenge {
  const { ChallengeName: challenge, Session: session } = result;
  if (challenge === undefined) return tokensOf(result.AuthenticationResult);
  if ((challenge !== "NEW_PASSWORD_REQUIRED" && challenge !== "SOFTWARE_TOKEN_MFA") || !session) {
    throw new Error(`the user pool asks what the desk cannot answer: ${challenge}`);
  }
  // A challenge must be answered under the account's own name: Cognito takes no alias there.
  const own = result.ChallengeParameters?.["USER_ID_FOR_SRP"] ?? username;
  return { kind: "challenge", challenge, challengeToken: `${own}/${session}` };
}

/** A challenge token is the account's name and Cognito's session, which Cognito believes only together. */
function opened(challengeToken: string): { readonly username: string; readonly session: string } {
  const at = challengeToken.indexOf("/");
  if (at < 1) throw new DeskError("CHALLENGE_EXPIRED");
  return { username: challengeToken.slice(0, at), session: challengeToken.slice(at + 1) };
}

function tokensOf(result: AuthenticationResultType | undefined): SessionTokens {
  const { AccessToken: accessToken, RefreshToken: refreshToken, ExpiresIn: expiresIn } = result ?? {};
  if (!accessToken || !refreshToken || expiresIn === undefined) {
    throw new Error("the user pool gave no complete session: is rotation of refresh tokens on?");
  }
  return { kind: "session", accessToken, expiresIn, refreshToken, claims: claimsOf(accessToken) };
}

const AccessToken = z.object({ username: z.string(), auth_time: z.int() });

/** The user pool's own answer to us needs no check of its signature: whoever presents it later meets the authorizer's. */
function claimsOf(accessToken: string): Claims {
  const [, payload = ""] = accessToken.split(".");
  const claims = AccessToken.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
  return { username: claims.username, sessionBeganAt: claims.auth_time };
}
