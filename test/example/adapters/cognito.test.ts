import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  UsernameExistsException,
  UserNotFoundException,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { beforeEach, describe, expect, test } from "vitest";
import type { AgentId } from "../../../shared/contracts/ids.ts";
import { createAccounts } from "../../../shared/adapters/cognito-accounts.ts";
import { createSecondFactor } from "../../../shared/adapters/cognito-second-factor.ts";
import { createSignIn } from "../../../shared/adapters/cognito-sign-in.ts";
import { mockClient } from "aws-sdk-client-mock";

const cognito = mockClient(CognitoIdentityProviderClient);
const client = new CognitoIdentityProviderClient({ region: "us-east-1" });
const agentId = "agt_01KAQ000000000000000000000" as AgentId;
const email = "lia@example.test";
const signIn = createSignIn({ client, userPoolId: "pool", clientId: "desk" });
const accounts = createAccounts({ client, userPoolId: "pool" });

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const access = `${part({ alg: "RS256" })}.${part({ username: agentId, auth_time: 1_795_000_000, iat: 1 })}.signature`;
const session = { AccessToken: access, RefreshToken: "refresh", ExpiresIn: 3_600, IdToken: "id" };
const tokens = {
  ...{ kind: "session", accessToken: access, refreshToken: "refresh", expiresIn: 3_600 },
  claims: { username: agentId, sessionBeganAt: 1_795_000_000 },
};
const refusal = (name: string, message = "no") =>
  new CognitoIdentityProviderServiceException({ name, message, $fault: "client", $metadata: {} });

beforeEach(() => cognito.reset());

describe("sign-in", () => {
  test("gives a session", async () => {
    cognito.on(AdminInitiateAuthCommand).resolves({ AuthenticationResult: session });
    await expect(signIn.withPassword(email, "Secret1x")).resolves.toEqual(tokens);
    expect(cognito.commandCalls(AdminInitiateAuthCommand)[0]?.args[0].input).toEqual({
      UserPoolId: "pool",
      ClientId: "desk",
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: "Secret1x" },
    });
  });

  test.each([
    ["NEW_PASSWORD_REQUIRED", () => signIn.withNewPassword, { NEW_PASSWORD: "answer" }],
    ["SOFTWARE_TOKEN_MFA", () => signIn.withCode, { SOFTWARE_TOKEN_MFA_CODE: "answer" }],
  ] as const)("%s is answered under the account's own name", async (challenge, method, answer) => {
    cognito.on(AdminInitiateAuthCommand).resolves({
      ChallengeName: challenge,
      ChallengeParameters: { USER_ID_FOR_SRP: agentId },
      Session: "ses/sion",
    });
    const asked = await signIn.withPassword(email, "x");
    if (asked.kind !== "challenge") throw new Error("no challenge");
    expect(asked.challenge).toBe(challenge);

    cognito.on(AdminRespondToAuthChallengeCommand).resolves({ AuthenticationResult: session });
    await expect(method()(asked.challengeToken, "answer")).resolves.toEqual(tokens);
    expect(cognito.commandCalls(AdminRespondToAuthChallengeCommand)[0]?.args[0].input).toEqual({
      UserPoolId: "pool",
      ClientId: "desk",
      ChallengeName: challenge,
      Session: "ses/sion",
      ChallengeResponses: { USERNAME: agentId, ...answer },
    });
  });

  test("one challenge may follow another", async () => {
    cognito.on(AdminRespondToAuthChallengeCommand).resolves({
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      Session: "next",
      ChallengeParameters: { USER_ID_FOR_SRP: agentId },
    });
    await expect(signIn.withNewPassword(`${agentId}/first`, "Secret1x")).resolves.toEqual({
      kind: "challenge",
      challenge: "SOFTWARE_TOKEN_MFA",
      challengeToken: `${agentId}/next`,
    });
  });

  test("a challenge the desk cannot answer is an error of the set-up", async () => {
    cognito.on(AdminInitiateAuthCommand).resolves({ ChallengeName: "SMS_MFA", Session: "s" });
    await expect(signIn.withPassword(email, "x")).rejects.toThrow("SMS_MFA");
  });

  test.each([
    ["NotAuthorizedException", "Incorrect username or password.", "SIGN_IN_REFUSED"],
    ["NotAuthorizedException", "Password attempts exceeded", "TOO_MANY_ATTEMPTS"],
    ["NotAuthorizedException", "User is disabled.", "SIGN_IN_REFUSED"],
    ["UserNotFoundException", "no", "SIGN_IN_REFUSED"],
    ["UserNotConfirmedException", "no", "SIGN_IN_REFUSED"],
    ["PasswordResetRequiredException", "no", "SIGN_IN_REFUSED"],
    ["TooManyRequestsException", "no", "TOO_MANY_ATTEMPTS"],
    ["LimitExceededException", "no", "TOO_MANY_ATTEMPTS"],
  ])("%s (%s) is %s", async (name, message, code) => {
    cognito.on(AdminInitiateAuthCommand).rejects(refusal(name, message));
    await expect(signIn.withPassword(email, "x")).rejects.toMatchObject({ name: "DeskError", code });
  });

  test("an error of the set-up stays what it is", async () => {
    const error = refusal("ResourceNotFoundException");
    cognito.on(AdminInitiateAuthCommand).rejects(error);
    await expect(signIn.withPassword(email, "x")).rejects.toBe(error);
  });
});

describe("answers to challenges", () => {
  test.each([
    ["NotAuthorizedException", "Invalid session for the user, session is expired.", "CHALLENGE_EXPIRED"],
    ["InvalidParameterException", "Session too short", "CHALLENGE_EXPIRED"],
    ["ExpiredCodeException", "no", "CHALLENGE_EXPIRED"],
    ["CodeMismatchException", "no", "SIGN_IN_REFUSED"],
    ["UserNotFoundException", "no", "SIGN_IN_REFUSED"],
    ["InvalidPasswordException", "no", "PASSWORD_REFUSED"],
    ["PasswordHistoryPolicyViolationException", "no", "PASSWORD_REFUSED"],
    ["TooManyFailedAttemptsException", "no", "TOO_MANY_ATTEMPTS"],
  ])("%s (%s) is %s", async (name, message, code) => {
    cognito.on(AdminRespondToAuthChallengeCommand).rejects(refusal(name, message));
    await expect(signIn.withCode(`${agentId}/session`, "123456")).rejects.toMatchObject({ code });
    await expect(signIn.withNewPassword(`${agentId}/session`, "x")).rejects.toMatchObject({ code });
  });

  test.each(["nonsense", "/session"])("the token %j is expired, and Cognito is not asked", async (token) => {
    await expect(signIn.withCode(token, "123456")).rejects.toMatchObject({
      code: "CHALLENGE_EXPIRED",
    });
    expect(cognito.calls()).toHaveLength(0);
  });
});

describe("renewal", () => {
  test("gives a new refresh token", async () => {
    cognito.on(GetTokensFromRefreshTokenCommand).resolves({ AuthenticationResult: session });
    await expect(signIn.renew("old")).resolves.toEqual(tokens);
    expect(cognito.commandCalls(GetTokensFromRefreshTokenCommand)[0]?.args[0].input).toEqual({
      ClientId: "desk",
      RefreshToken: "old",
    });
  });

  test("a pool that does not rotate refresh tokens is an error of the set-up", async () => {
    const { RefreshToken: _, ...unrotated } = session;
    cognito.on(GetTokensFromRefreshTokenCommand).resolves({ AuthenticationResult: unrotated });
    await expect(signIn.renew("old")).rejects.toThrow("rotation");
  });

  test.each([
    ["NotAuthorizedException", "UNAUTHENTICATED"],
    ["RefreshTokenReuseException", "UNAUTHENTICATED"],
    ["InvalidParameterException", "UNAUTHENTICATED"],
    ["UserNotFoundException", "UNAUTHENTICATED"],
    ["TooManyRequestsException", "TOO_MANY_ATTEMPTS"],
  ])("%s is %s", async (name, code) => {
    cognito.on(GetTokensFromRefreshTokenCommand).rejects(refusal(name));
    await expect(signIn.renew("old")).rejects.toMatchObject({ code });
  });
});

describe("sign-out", () => {
  test("ends every session of the account", async () => {
    cognito.on(AdminUserGlobalSignOutCommand).resolves({});
    await signIn.signOutEverywhere(agentId);
    expect(cognito.commandCalls(AdminUserGlobalSignOutCommand)[0]?.args[0].input).toEqual({
      UserPoolId: "pool",
      Username: agentId,
    });
  });

  test("without an account there is nothing to end", async () => {
    cognito
      .on(AdminUserGlobalSignOutCommand)
      .rejects(new UserNotFoundException({ $metadata: {}, message: "no" }));
    await expect(signIn.signOutEverywhere(agentId)).resolves.toBeUndefined();
  });

  test("a failure is the caller's to see", async () => {
    cognito.on(AdminUserGlobalSignOutCommand).rejects(refusal("TooManyRequestsException"));
    await expect(signIn.signOutEverywhere(agentId)).rejects.toMatchObject({ code: "TOO_MANY_ATTEMPTS" });
  });
});

describe("accounts", () => {
  const missing = new UserNotFoundException({ $metadata: {}, message: "no" });
  const named = { UserPoolId: "pool", Username: agentId };

  test("a password that a manager gives must be changed", async () => {
    cognito.on(AdminSetUserPasswordCommand).resolves({});
    await accounts.setPassword(agentId, email, "Secret1x");
    expect(cognito.commandCalls(AdminSetUserPasswordCommand)[0]?.args[0].input).toEqual({
      ...named,
      Password: "Secret1x",
      Permanent: false,
    });
  });

  test("an account that is missing is made with the password", async () => {
    cognito.on(AdminSetUserPasswordCommand).rejects(missing);
    cognito.on(AdminCreateUserCommand).resolves({});
    await accounts.setPassword(agentId, email, "Secret1x");
    expect(cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toMatchObject({
      TemporaryPassword: "Secret1x",
    });
  });

  test("a password is sent as an invitation is, again and again", async () => {
    cognito.on(AdminSetUserPasswordCommand).resolves({});
    cognito.on(AdminCreateUserCommand).resolves({});
    await accounts.sendPassword(agentId, email, "Secret1x");
    // Cognito invites again only who must change a password.
    expect(cognito.calls().map(({ args: [command] }) => command.input)).toEqual([
      { ...named, Password: "Secret1x", Permanent: false },
      {
        ...named,
        TemporaryPassword: "Secret1x",
        MessageAction: "RESEND",
        DesiredDeliveryMediums: ["EMAIL"],
      },
    ]);
  });

  test("where there is no account to send a password for, one is made and invited by e-mail", async () => {
    cognito.on(AdminSetUserPasswordCommand).rejects(missing);
    cognito.on(AdminCreateUserCommand).resolves({});
    await accounts.sendPassword(agentId, email, "Secret1x");
    const [made, ...more] = cognito
      .commandCalls(AdminCreateUserCommand)
      .map(({ args: [{ input }] }) => input);
    expect(more).toEqual([]);
    expect(made).toMatchObject({ ...named, DesiredDeliveryMediums: ["EMAIL"] });
    expect(made).not.toHaveProperty("MessageAction");
  });

  test.each([
    ["LimitExceededException", "TOO_MANY_ATTEMPTS"],
    ["InvalidPasswordException", "PASSWORD_REFUSED"],
  ])("where the e-mail is refused with %s, it is %s", async (name, code) => {
    cognito.on(AdminSetUserPasswordCommand).resolves({});
    cognito.on(AdminCreateUserCommand).rejects(refusal(name));
    await expect(accounts.sendPassword(agentId, email, "Secret1x")).rejects.toMatchObject({ code });
  });

  test.each([
    ["enabled", AdminEnableUserCommand, () => accounts.setEnabled(agentId, true)],
    ["disabled", AdminDisableUserCommand, () => accounts.setEnabled(agentId, false)],
    ["deleted", AdminDeleteUserCommand, () => accounts.remove(agentId)],
    ["signed out", AdminUserGlobalSignOutCommand, () => accounts.signOutEverywhere(agentId)],
  ] as const)("can be %s, and a missing one stays missing", async (_, command, ask) => {
    const expected = cognito.on(command as never);
    expected.resolves({});
    await expect(ask()).resolves.toBeUndefined();
    expect(cognito.commandCalls(command as never)[0]?.args[0].input).toEqual(named);
    expected.rejects(missing);
    await expect(ask()).resolves.toBeUndefined();
    expected.rejects(refusal("TooManyRequestsException"));
    await expect(ask()).rejects.toMatchObject({ code: "TOO_MANY_ATTEMPTS" });
  });
});

describe("authenticators", () => {
  const factor = createSecondFactor(client);

  test("a secret is asked for, and counts once a code of it was right", async () => {
    cognito.on(AssociateSoftwareTokenCommand).resolves({ SecretCode: "BASE32" });
    cognito.on(VerifySoftwareTokenCommand).resolves({ Status: "SUCCESS" });
    cognito.on(SetUserMFAPreferenceCommand).resolves({});
    await expect(factor.begin("token")).resolves.toBe("BASE32");
    await factor.confirm("token", "123456");
    await factor.remove("token");
    expect(cognito.commandCalls(VerifySoftwareTokenCommand)[0]?.args[0].input).toEqual({
      AccessToken: "token",
      UserCode: "123456",
    });
    expect(cognito.commandCalls(SetUserMFAPreferenceCommand).map((call) => call.args[0].input)).toEqual(
      [true, false].map((on) => ({
        AccessToken: "token",
        SoftwareTokenMfaSettings: { Enabled: on, PreferredMfa: on },
      })),
    );
  });

  test.each([
    ["EnableSoftwareTokenMFAException", "CODE_REFUSED"],
    ["CodeMismatchException", "CODE_REFUSED"],
    ["InvalidParameterException", "CODE_REFUSED"],
    ["NotAuthorizedException", "UNAUTHENTICATED"],
    ["TooManyRequestsException", "TOO_MANY_ATTEMPTS"],
  ])("%s is %s, and nothing is turned on", async (name, code) => {
    cognito.on(VerifySoftwareTokenCommand).rejects(refusal(name));
    await expect(factor.confirm("token", "123456")).rejects.toMatchObject({ code });
    expect(cognito.commandCalls(SetUserMFAPreferenceCommand)).toHaveLength(0);
  });

  test.each([
    [["SOFTWARE_TOKEN_MFA"], true],
    [["EMAIL_OTP"], false],
    [undefined, false],
  ])("with the factors %j a code is asked for: %s", async (factors, on) => {
    cognito
      .on(GetUserCommand)
      .resolves({ Username: agentId, UserAttributes: [], UserMFASettingList: factors });
    await expect(factor.isOn("token")).resolves.toBe(on);
    expect(cognito.commandCalls(GetUserCommand)[0]?.args[0].input).toEqual({ AccessToken: "token" });
  });

  test("a pool that gives no secret is an error of the set-up", async () => {
    cognito.on(AssociateSoftwareTokenCommand).resolves({});
    await expect(factor.begin("token")).rejects.toThrow("no secret");
  });
});

describe("invitations", () => {
  const attributes = [
    { Name: "email", Value: email },
    { Name: "email_verified", Value: "true" },
  ];
  const exists = new UsernameExistsException({ $metadata: {}, message: "no" });

  test.each([
    [
      "with a password, which is not sent",
      "Secret1x",
      { TemporaryPassword: "Secret1x", MessageAction: "SUPPRESS" },
    ],
    ["by e-mail", undefined, { DesiredDeliveryMediums: ["EMAIL"] }],
  ])("%s", async (_, password, rest) => {
    cognito.on(AdminCreateUserCommand).resolves({});
    await accounts.invite(agentId, email, password);
    expect(cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toEqual({
      UserPoolId: "pool",
      Username: agentId,
      UserAttributes: attributes,
      ForceAliasCreation: true,
      ...rest,
    });
  });

  test("an account that is there already is fine when it has the same e-mail", async () => {
    cognito.on(AdminCreateUserCommand).rejects(exists);
    cognito.on(AdminGetUserCommand).resolves({
      Username: agentId,
      UserAttributes: [{ Name: "email", Value: "LIA@example.test" }],
    });
    await expect(accounts.invite(agentId, email)).resolves.toBeUndefined();
  });

  test.each([
    [
      "another e-mail",
      () =>
        cognito
          .on(AdminGetUserCommand)
          .resolves({ Username: agentId, UserAttributes: [{ Name: "email", Value: "rui@example.test" }] }),
    ],
    ["no e-mail", () => cognito.on(AdminGetUserCommand).resolves({ Username: agentId })],
    [
      "another name",
      () =>
        cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException({ $metadata: {}, message: "no" })),
    ],
  ])("an account with %s is in the way", async (_, found) => {
    cognito.on(AdminCreateUserCommand).rejects(exists);
    found();
    await expect(accounts.invite(agentId, email)).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  });

  test.each([
    ["AliasExistsException", "ALREADY_EXISTS"],
    ["InvalidPasswordException", "PASSWORD_REFUSED"],
    ["TooManyRequestsException", "TOO_MANY_ATTEMPTS"],
    ["LimitExceededException", "TOO_MANY_ATTEMPTS"],
  ])("%s is %s", async (name, code) => {
    cognito.on(AdminCreateUserCommand).rejects(refusal(name));
    await expect(accounts.invite(agentId, email, "Secret1x")).rejects.toMatchObject({ code });
  });
});
