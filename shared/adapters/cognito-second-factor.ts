import {
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DeskError } from "../contracts/errors.ts";
import type { SecondFactor } from "../ports/identity.ts";
import { asking } from "./cognito-client.ts";

/** The access token is the proof: it may have been revoked since the authorizer let it through. */
const meanings = {
  NotAuthorizedException: "UNAUTHENTICATED",
  UserNotFoundException: "UNAUTHENTICATED",
} as const;

/** A wrong code, a used one, or one for a secret that was never asked for. */
const verifying = {
  ...meanings,
  CodeMismatchException: "CODE_REFUSED",
  EnableSoftwareTokenMFAException: "CODE_REFUSED",
  InvalidParameterException: "CODE_REFUSED",
  SoftwareTokenMFANotFoundException: "CODE_REFUSED",
} as const;

/** Authenticators of people in a Cognito user pool. Each person's own access token allows it: no right of ours does. */
export function createSecondFactor(client: CognitoIdentityProviderClient): SecondFactor {
  const prefer = (accessToken: string, on: boolean): Promise<unknown> =>
    asking(meanings, () =>
      client.send(
        new SetUserMFAPreferenceCommand({
          AccessToken: accessToken,
          SoftwareTokenMfaSettings: { Enabled: on, PreferredMfa: on },
        }),
      ),
    );
  return {
    isOn: async (accessToken) => {
      const { UserMFASettingList: factors } = await asking(meanings, () =>
        client.send(new GetUserCommand({ AccessToken: accessToken })),
      );
      return factors?.includes("SOFTWARE_TOKEN_MFA") === true;
    },
    begin: async (accessToken) => {
      const { SecretCode: secret } = await asking(meanings, () =>
        client.send(new AssociateSoftwareTokenCommand({ AccessToken: accessToken })),
      );
      if (!secret) throw new Error("the user pool gave no secret for an authenticator");
      return secret;
    },
    confirm: async (accessToken, code) => {
      const { Status: status } = await asking(verifying, () =>
        client.send(new VerifySoftwareTokenCommand({ AccessToken: accessToken, UserCode: code })),
      );
      if (status !== "SUCCESS") throw new DeskError("CODE_REFUSED");
      await prefer(accessToken, true);
    },
    remove: async (accessToken) => {
      await prefer(accessToken, false);
    },
  };
}
