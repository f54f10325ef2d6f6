import * as z from "zod";
import { respond } from "./challenges.ts";
import type { Client } from "./config.ts";
import type { Context } from "./context.ts";
import { refresh, revoke, rotate } from "./refresh.ts";
import { signInWithPassword } from "./sign-in.ts";
import { clientOf, commit, poolOf, revokeAll } from "./state.ts";
import type { Operation } from "./support/aws-service.ts";
import { AwsError, operation } from "./support/aws-service.ts";
import { authenticate } from "./tokens.ts";
import { describeUser } from "./users.ts";

const initiateInput = z.object({
  ClientId: z.string(),
  UserPoolId: z.string().optional(),
  AuthFlow: z.string(),
  AuthParameters: z.record(z.string(), z.string()).default({}),
});

const respondInput = z.object({
  ClientId: z.string(),
  UserPoolId: z.string().optional(),
  ChallengeName: z.enum(["NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA", "MFA_SETUP"]),
  Session: z.string(),
  ChallengeResponses: z.record(z.string(), z.string()).default({}),
});

const onPool = { UserPoolId: z.string() };
const refreshInput = z.object({ ClientId: z.string(), RefreshToken: z.string() });
const byAccessToken = z.object({ AccessToken: z.string() });

/** Sign-in, challenges, refresh and sign-out. */
export function authenticationOperations(context: Context): Readonly<Record<string, Operation>> {
  const { state, keys } = context;
  const answer = (input: z.infer<typeof respondInput>): Promise<object> =>
    respond(context, {
      clientId: input.ClientId,
      poolId: input.UserPoolId,
      challenge: input.ChallengeName,
      session: input.Session,
      responses: input.ChallengeResponses,
    });
  return {
    InitiateAuth: operation(initiateInput, (input) => initiate(context, input, "anyone")),
    AdminInitiateAuth: operation(initiateInput.extend(onPool), (input) => initiate(context, input, "admin")),
    RespondToAuthChallenge: operation(respondInput, answer),
    AdminRespondToAuthChallenge: operation(respondInput.extend(onPool), answer),
    GetTokensFromRefreshToken: operation(refreshInput, (input) =>
      rotate(context, input.ClientId, input.RefreshToken),
    ),
    RevokeToken: operation(z.object({ ClientId: z.string(), Token: z.string() }), (input) =>
      revoke(context, input.ClientId, input.Token),
    ),
    GlobalSignOut: operation(byAccessToken, async (input) => {
      const { user } = await authenticate(state, keys, input.AccessToken);
      commit(state, revokeAll(state, user));
      return {};
    }),
    GetUser: operation(byAccessToken, async (input) => {
      const { Username, Attributes, UserMFASettingList, PreferredMfaSetting } = describeUser(
        (await authenticate(state, keys, input.AccessToken)).user,
      );
      return { Username, UserAttributes: Attributes, UserMFASettingList, PreferredMfaSetting };
    }),
  };
}

/** The client settings that open a flow, under today's and yesterday's names. */
const settingsOf: Readonly<Record<string, readonly string[]>> = {
  USER_PASSWORD_AUTH: ["ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"],
  ADMIN_USER_PASSWORD_AUTH: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"],
  REFRESH_TOKEN_AUTH: ["ALLOW_REFRESH_TOKEN_AUTH"],
};

function initiate(
  context: Context,
  input: z.infer<typeof initiateInput>,
  by: "anyone" | "admin",
): Promise<object> {
  const client = clientOf(context.state, input.ClientId, input.UserPoolId);
  const pool = poolOf(context.state, client.poolId);
  const flow = flowNamed(input.AuthFlow);
  if (settingsOf[flow] === undefined || (flow === "ADMIN_USER_PASSWORD_AUTH" && by === "anyone")) {
    throw new AwsError("InvalidParameterException", "Initiate Auth method not supported.");
  }
  requireFlow(client, flow);
  if (flow === "REFRESH_TOKEN_AUTH") return refresh(context, client, parameter(input, "REFRESH_TOKEN"));
  return signInWithPassword(
    context,
    pool,
    client,
    parameter(input, "USERNAME"),
    parameter(input, "PASSWORD"),
  );
}

function flowNamed(name: string): string {
  if (name === "ADMIN_NO_SRP_AUTH") return "ADMIN_USER_PASSWORD_AUTH";
  return name === "REFRESH_TOKEN" ? "REFRESH_TOKEN_AUTH" : name;
}

function requireFlow(client: Client, flow: string): void {
  if (settingsOf[flow]?.some((setting) => client.flows.has(setting)) === true) return;
  const named = flow === "USER_PASSWORD_AUTH" ? "USER_PASSWORD_AUTH" : "Auth";
  throw new AwsError("InvalidParameterException", `${named} flow not enabled for this client`);
}

function parameter(input: z.infer<typeof initiateInput>, name: string): string {
  const value = input.AuthParameters[name];
  if (value === undefined)
    throw new AwsError("InvalidParameterException", `Missing required parameter ${name}`);
  return value;
}
