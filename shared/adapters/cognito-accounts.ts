import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  UserNotFoundException,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import { asking, ifThere, signOutEverywhere } from "./cognito-client.ts";
import type { Accounts } from "../ports/identity.ts";
import type { AgentId } from "../contracts/ids.ts";
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DeskError } from "../contracts/errors.ts";

/** Accounts in a Cognito user pool, named by agent id, with the e-mail as a verified alias. */
export function createAccounts(options: {
  readonly client: CognitoIdentityProviderClient;
  readonly userPoolId: string;
}): Accounts {
  const { client, userPoolId } = options;
  const named = (agentId: AgentId) => ({ UserPoolId: userPoolId, Username: agentId });

  const emailOf = async (agentId: AgentId): Promise<string | undefined> => {
    try {
      const user = await client.send(new AdminGetUserCommand(named(agentId)));
      return user.UserAttributes?.find((it) => it.Name === "email")?.Value;
    } catch (error) {
      if (error instanceof UserNotFoundException) return undefined;
      throw error;
    }
  };

  const create = async (agentId: AgentId, email: string, temporaryPassword?: string): Promise<void> => {
    const attributes = { email, email_verified: "true" };
    await client.send(
      new AdminCreateUserCommand({
        ...named(agentId),
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
        // Our table gives an e-mail to one person: an account that still has it is one whose deletion was cut off.
        ForceAliasCreation: true,
        ...(temporaryPassword === undefined
          ? { DesiredDeliveryMediums: ["EMAIL"] }
          : { TemporaryPassword: temporaryPassword, MessageAction: "SUPPRESS" }),
      }),
    );
  };

  const invite: Accounts["invite"] = (agentId, email, temporaryPassword) =>
    asking({ AliasExistsException: "ALREADY_EXISTS" }, async () => {
      try {
        await create(agentId, email, temporaryPassword);
      } catch (error) {
        if (!(error instanceof UsernameExistsException)) throw error;
        const existing = await emailOf(agentId);
        if (existing?.toLowerCase() !== email.toLowerCase()) {
          throw new DeskError("ALREADY_EXISTS", { field: "email" }, { cause: error });
        }
      }
    });

  /** Whether there was an account to give it to. From then on it must be changed at the next sign-in. */
  const give = async (agentId: AgentId, temporaryPassword: string): Promise<boolean> => {
    const command = new AdminSetUserPasswordCommand({
      ...named(agentId),
      Password: temporaryPassword,
      Permanent: false,
    });
    try {
      await asking({}, () => client.send(command));
      return true;
    } catch (error) {
      if (error instanceof UserNotFoundException) return false;
      throw error;
    }
  };

  return {
    invite,
    setPassword: async (agentId, email, temporaryPassword) => {
      if (!(await give(agentId, temporaryPassword))) await invite(agentId, email, temporaryPassword);
    },
    sendPassword: async (agentId, email, temporaryPassword) => {
      // Cognito sends a password only with an invitation, and invites again only who has a temporary one.
      if (!(await give(agentId, temporaryPassword))) return invite(agentId, email);
      const command = new AdminCreateUserCommand({
        ...named(agentId),
        TemporaryPassword: temporaryPassword,
        MessageAction: "RESEND",
        DesiredDeliveryMediums: ["EMAIL"],
      });
      await asking({}, () => client.send(command));
    },
    setEnabled: (agentId, enabled) =>
      ifThere(() =>
        enabled
          ? client.send(new AdminEnableUserCommand(named(agentId)))
          : client.send(new AdminDisableUserCommand(named(agentId))),
      ),
    signOutEverywhere: (agentId) => signOutEverywhere(client, userPoolId, agentId),
    remove: (agentId) => ifThere(() => client.send(new AdminDeleteUserCommand(named(agentId)))),
  };
}
