import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clientId as localClientId, poolId as localPoolId, startLocalPool } from "./local-pool.ts";
import { refusal } from "./serve-engine.ts";

/**
 * What any Cognito user pool with the settings of local-pool.ts does. Runs against the local engine, or against a
 * real pool when BALCAO_COGNITO_ENDPOINT, BALCAO_COGNITO_POOL_ID and BALCAO_COGNITO_CLIENT_ID name one.
 */
const endpoint = process.env["BALCAO_COGNITO_ENDPOINT"];
const password = "Correct-Horse-12";
const temporary = "Temporary-Horse-1";

describe("sign-in to a user pool", () => {
  let cognito: CognitoIdentityProviderClient;
  let stop = async (): Promise<void> => undefined;
  let UserPoolId = process.env["BALCAO_COGNITO_POOL_ID"] ?? "";
  let ClientId = process.env["BALCAO_COGNITO_CLIENT_ID"] ?? "";
  const made: string[] = [];

  beforeAll(async () => {
    if (endpoint !== undefined) {
      cognito = new CognitoIdentityProviderClient({ endpoint });
      return;
    }
    const local = await startLocalPool();
    cognito = local.cognito;
    stop = () => local.stop();
    UserPoolId = localPoolId;
    ClientId = localClientId;
  });
  afterEach(async () => {
    for (const Username of made.splice(0)) {
      await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username })).catch((error: Error) => {
        if (error.name !== "UserNotFoundException") throw error;
      });
    }
  });
  afterAll(() => stop());

  const invite = async (email = `${randomUUID()}@example.com`, more: object = {}): Promise<string> => {
    const Username = `u-${randomUUID()}`;
    made.push(Username);
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        TemporaryPassword: temporary,
        MessageAction: "SUPPRESS",
        UserAttributes: [
          { Name: "email", Value: email },
          { Name: "email_verified", Value: "true" },
        ],
        ...more,
      }),
    );
    return Username;
  };
  const confirmed = async (email?: string): Promise<string> => {
    const Username = await invite(email);
    await cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
    );
    return Username;
  };
  const signIn = (USERNAME: string, PASSWORD: string) =>
    cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
  const signedIn = async (Username: string) => {
    const { AuthenticationResult } = await signIn(Username, password);
    return {
      AccessToken: AuthenticationResult?.AccessToken ?? "",
      RefreshToken: AuthenticationResult?.RefreshToken ?? "",
    };
  };
  const rotate = (RefreshToken: string) =>
    cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));

  it("asks an invited user for a new password, then lets the user in", async () => {
    const Username = await invite();
    const first = await signIn(Username, temporary);
    expect(first.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const answer = (NEW_PASSWORD: string) =>
      cognito.send(
        new AdminRespondToAuthChallengeCommand({
          UserPoolId,
          ClientId,
          ChallengeName: "NEW_PASSWORD_REQUIRED",
          Session: first.Session,
          ChallengeResponses: { USERNAME: Username, NEW_PASSWORD },
        }),
      );
    expect(await refusal(answer("short"))).toMatch(/^InvalidPasswordException/);
    const second = await answer(password);
    expect(second.AuthenticationResult).toMatchObject({ TokenType: "Bearer", ExpiresIn: 900 });
    expect(await refusal(answer(password))).toMatch(/^NotAuthorizedException: Invalid session/);
    expect(await refusal(signIn(Username, temporary))).toMatch(/Incorrect username or password/);
    const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(user).toMatchObject({ Username, Enabled: true, UserStatus: "CONFIRMED" });
  });

  it("lets a user in by a verified e-mail alias, in any case, and by USER_PASSWORD_AUTH", async () => {
    const email = `${randomUUID()}@example.com`;
    await confirmed(email);
    const answer = await cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: email.toUpperCase(), PASSWORD: password },
      }),
    );
    expect(answer.AuthenticationResult?.AccessToken).toBeDefined();
  });

  it("refuses wrong passwords and unknown users alike", async () => {
    const Username = await confirmed();
    const wrong = await refusal(signIn(Username, "Wrong-Horse-1234"));
    expect(wrong).toBe("NotAuthorizedException: Incorrect username or password.");
    expect(await refusal(signIn("nobody-of-that-name", password))).toBe(wrong);
    expect(
      await refusal(cognito.send(new AdminGetUserCommand({ UserPoolId, Username: "nobody-of-that-name" }))),
    ).toMatch(/^UserNotFoundException/);
  });

  it("refuses flows the client does not enable and clients that do not exist", async () => {
    const Username = await confirmed();
    const flow = (AuthFlow: "REFRESH_TOKEN_AUTH" | "ADMIN_USER_PASSWORD_AUTH", client = ClientId) =>
      cognito.send(
        new InitiateAuthCommand({
          ClientId: client,
          AuthFlow,
          AuthParameters: { USERNAME: Username, PASSWORD: password, REFRESH_TOKEN: "any" },
        }),
      );
    expect(await refusal(flow("REFRESH_TOKEN_AUTH"))).toMatch(/^InvalidParameterException/);
    expect(await refusal(flow("ADMIN_USER_PASSWORD_AUTH"))).toMatch(/^InvalidParameterException/);
    expect(await refusal(flow("REFRESH_TOKEN_AUTH", "nosuchclient"))).toMatch(/^ResourceNotFoundException/);
  });

  it("refuses a disabled user and the tokens the user held", async () => {
    const Username = await confirmed();
    const { RefreshToken } = await signedIn(Username);
    await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    expect(await refusal(signIn(Username, password))).toBe("NotAuthorizedException: User is disabled.");
    expect(await refusal(rotate(RefreshToken))).toMatch(/^NotAuthorizedException/);
    await cognito.send(new AdminEnableUserCommand({ UserPoolId, Username }));
    expect((await signIn(Username, password)).AuthenticationResult).toBeDefined();
    expect(await refusal(rotate(RefreshToken))).toMatch(/^NotAuthorizedException/);
  });

  it("rotates refresh tokens and keeps the old one for the grace period", async () => {
    const { RefreshToken } = await signedIn(await confirmed());
    const next = await rotate(RefreshToken);
    expect(next.AuthenticationResult?.RefreshToken).toBeDefined();
    expect(next.AuthenticationResult?.RefreshToken).not.toBe(RefreshToken);
    const retried = await rotate(RefreshToken);
    expect(retried.AuthenticationResult?.AccessToken).toBeDefined();
    expect(await refusal(rotate("not-a-token"))).toMatch(/^NotAuthorizedException: Invalid Refresh Token/);
  });

  it("ends sign-ins: by RevokeToken one, by global sign-out all", async () => {
    const Username = await confirmed();
    const one = await signedIn(Username);
    const two = await signedIn(Username);
    await cognito.send(new RevokeTokenCommand({ ClientId, Token: one.RefreshToken }));
    expect(await refusal(rotate(one.RefreshToken))).toMatch(
      /^NotAuthorizedException: Refresh Token has been revoked/,
    );
    const shown = await cognito.send(new GetUserCommand({ AccessToken: two.AccessToken }));
    expect(shown.Username).toBe(Username);
    await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
    expect(await refusal(rotate(two.RefreshToken))).toMatch(
      /^NotAuthorizedException: Refresh Token has been revoked/,
    );
    expect(await refusal(cognito.send(new GetUserCommand({ AccessToken: two.AccessToken })))).toMatch(
      /^NotAuthorizedException: Access Token has been revoked/,
    );
  });

  it("invites again who has a temporary password, and nobody else", async () => {
    const Username = await confirmed();
    const resend = (name: string) =>
      cognito.send(
        new AdminCreateUserCommand({
          ...{ UserPoolId, Username: name, TemporaryPassword: "Temporary-Horse-2" },
          ...{ MessageAction: "RESEND", DesiredDeliveryMediums: ["EMAIL"] },
        }),
      );
    expect(await refusal(resend("nobody-of-that-name"))).toMatch(/^UserNotFoundException/);
    expect(await refusal(resend(Username))).toMatch(/^UnsupportedUserStateException/);
    expect((await signIn(Username, password)).AuthenticationResult).toBeDefined();
    await cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: temporary, Permanent: false }),
    );
    expect((await resend(Username)).User).toMatchObject({ Username, UserStatus: "FORCE_CHANGE_PASSWORD" });
    expect(await refusal(signIn(Username, temporary))).toMatch(/Incorrect username or password/);
    expect((await signIn(Username, "Temporary-Horse-2")).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  });

  it("keeps usernames and verified e-mail aliases unique, and moves an alias only when forced", async () => {
    const email = `${randomUUID()}@example.com`;
    const first = await confirmed(email);
    expect(
      await refusal(
        cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: first, MessageAction: "SUPPRESS" })),
      ),
    ).toMatch(/^UsernameExistsException/);
    expect(await refusal(invite(email))).toMatch(/^AliasExistsException/);
    await invite(email, { ForceAliasCreation: true });
    const { UserAttributes } = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: first }));
    expect(UserAttributes).toContainEqual({ Name: "email_verified", Value: "false" });
  });

  it("changes attributes, refuses unknown ones, and finds users by them", async () => {
    const Username = await confirmed();
    const update = (Name: string, Value: string) =>
      cognito.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: [{ Name, Value }] }),
      );
    const email = `${randomUUID()}@example.com`;
    await update("email", email);
    expect(await refusal(update("custom:unknown", "x"))).toMatch(/^InvalidParameterException/);
    const found = await cognito.send(new ListUsersCommand({ UserPoolId, Filter: `email = "${email}"` }));
    expect(found.Users?.map((user) => user.Username)).toEqual([Username]);
    expect(found.Users?.[0]?.Attributes).toContainEqual({ Name: "email_verified", Value: "false" });
    const none = await cognito.send(new ListUsersCommand({ UserPoolId, Filter: `email ^= "none-${email}"` }));
    expect(none.Users).toEqual([]);
    expect(
      await refusal(cognito.send(new ListUsersCommand({ UserPoolId, Filter: "email like 'x'" }))),
    ).toMatch(/^InvalidParameterException/);
  });

  it("refuses weak passwords wherever one is set", async () => {
    const Username = await confirmed();
    const set = (Password: string) =>
      cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
    for (const weak of ["Short-1a", "alllowercase-12", "ALLUPPERCASE-12", "No-Digits-At-All"]) {
      expect(await refusal(set(weak)), weak).toMatch(/^InvalidPasswordException/);
    }
    expect(await refusal(invite(undefined, { TemporaryPassword: "weak12" }))).toMatch(
      /^InvalidPasswordException/,
    );
  });

  it("refuses sessions of somebody else or of nobody", async () => {
    const one = await invite();
    const other = await invite();
    const { Session } = await signIn(one, temporary);
    const answer = (USERNAME: string, session: string | undefined) =>
      cognito.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: "NEW_PASSWORD_REQUIRED",
          Session: session,
          ChallengeResponses: { USERNAME, NEW_PASSWORD: password },
        }),
      );
    expect(await refusal(answer(other, Session))).toMatch(/^NotAuthorizedException|^CodeMismatchException/);
    expect(await refusal(answer(one, "x".repeat(40)))).toMatch(
      /^NotAuthorizedException|^CodeMismatchException/,
    );
  });
});
