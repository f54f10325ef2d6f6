import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  UserNotFoundException,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Accounts } from "../ports/identity.ts";
import type { AgentId } from "../contracts/ids.ts";
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DeskError } from "../contracts/errors.ts";
import { asking } from "./cognito-client.ts";

/** Accounts in a Cognito user pool, named by agent id, with the e-mail as a verified alias. */
export function createAccounts(options: {
  readonly client: CognitoIdentityProviderClient;
  readonly userPoolId: string;
}): Accounts {
  const { client, userPoolId } = options;

  const emailOf = async (agentId: AgentId): Promise<string | undefined> => {
    try {
      const user = await client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: agentId }));
      return user.UserAttributes?.find((it) => it.Name === "email")?.Value;
    } catch (error) {
      if (error instanceof UserNotFoundException) return undefined;
      throw error;
    }
  };

  return {
    invite: (agentId, email, temporaryPassword) =>
      asking({ AliasExistsException: "ALREADY_EXISTS" }, async () => {
        try {
          await client.send(
            new AdminCreateUserCommand({
              UserPoolId: userPoolId,
              Username: agentId,
              UserAttributes: [
                { Name: "email", Value: email },
                { Name: "email_verified", Value: "true" },
              ],
              ...(temporaryPassword === undefined
                ? { DesiredDeliveryMediums: ["EMAIL"] }
                : { TemporaryPassword: temporaryPassword, MessageAction: "SUPPRESS" }),
            }),
          );
        } catch (error) {
          if (!(error instanceof UsernameExistsException)) throw error;
          const existing = await emailOf(agentId);
          if (existing?.toLowerCase() !== email.toLowerCase()) {
            throw new DeskError("ALREADY_EXISTS", { field: "email" }, { cause: error });
          }
        }
      }),
  };
}
