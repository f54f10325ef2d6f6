import {
  AdminCreateUserCommand,
  AdminRespondToAuthChallengeCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "vitest";
import type { LocalPool } from "./local-pool.ts";
import { clientId, poolId, startLocalPool } from "./local-pool.ts";
import { enrol, invite, password, refresh, signIn, temporary, tokens } from "./people.ts";
import { refusal } from "./serve-engine.ts";

/** What a user pool does as time passes, on a clock the test moves. Only the local engine has such a clock. */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("user pool and time", () => {
  let pool: LocalPool;
  afterEach(() => pool.stop());

  it("lets temporary passwords expire, and RESEND renews them", async () => {
    pool = await startLocalPool();
    await invite(pool, "ana");
    pool.clock.advance(3 * day);
    expect(await refusal(signIn(pool, "ana", temporary))).toMatch(
      /^NotAuthorizedException: Temporary password has expired/,
    );
    await pool.cognito.send(
      new AdminCreateUserCommand({ UserPoolId: poolId, Username: "ana", MessageAction: "RESEND" }),
    );
    const [message] = pool.engine.outbox();
    expect(message).toMatchObject({ username: "ana", medium: "EMAIL", destination: "ana@example.com" });
    expect(message?.text).toContain(message?.temporaryPassword);
    expect(await refusal(signIn(pool, "ana", temporary))).toMatch(/Incorrect username or password/);
    const answer = await signIn(pool, "ana", message?.temporaryPassword);
    expect(answer.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const TemporaryPassword = "Temporary-Horse-2";
    await pool.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: "ana",
        MessageAction: "RESEND",
        TemporaryPassword,
      }),
    );
    expect(pool.engine.outbox().slice(1)).toMatchObject([
      { destination: "ana@example.com", temporaryPassword: TemporaryPassword },
    ]);
  });

  it("lets challenge sessions expire after three minutes", async () => {
    pool = await startLocalPool();
    await invite(pool, "ana");
    const { Session } = await signIn(pool, "ana", temporary);
    pool.clock.advance(3 * minute);
    const late = pool.cognito.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: "ana", NEW_PASSWORD: password },
      }),
    );
    expect(await refusal(late)).toBe(
      "NotAuthorizedException: Invalid session for the user, session is expired.",
    );
  });

  it("refuses a rotated refresh token after its grace period, while its successor works", async () => {
    pool = await startLocalPool();
    await enrol(pool, "ana");
    const first = await tokens(pool, "ana");
    const next = (await refresh(pool, first.RefreshToken)).AuthenticationResult?.RefreshToken ?? "";
    pool.clock.advance(10 * second);
    expect(await refusal(refresh(pool, first.RefreshToken))).toMatch(/^RefreshTokenReuseException/);
    expect((await refresh(pool, next)).AuthenticationResult?.AccessToken).toBeDefined();
  });

  it("invalidates a rotated refresh token at once when there is no grace period", async () => {
    const RefreshTokenRotation = { Feature: "ENABLED", RetryGracePeriodSeconds: 0 };
    pool = await startLocalPool({ client: { RefreshTokenRotation } });
    await enrol(pool, "ana");
    const { RefreshToken } = await tokens(pool, "ana");
    await refresh(pool, RefreshToken);
    expect(await refusal(refresh(pool, RefreshToken))).toMatch(/^RefreshTokenReuseException/);
  });

  it("ends a chain of refresh tokens when the first one would have ended", async () => {
    pool = await startLocalPool();
    await enrol(pool, "ana");
    const { RefreshToken } = await tokens(pool, "ana");
    pool.clock.advance(11 * hour);
    const next = (await refresh(pool, RefreshToken)).AuthenticationResult?.RefreshToken ?? "";
    pool.clock.advance(hour);
    expect(await refusal(refresh(pool, next))).toMatch(/^NotAuthorizedException: Refresh Token has expired/);
  });

  it("refuses an access token after its fifteen minutes", async () => {
    pool = await startLocalPool();
    await enrol(pool, "ana");
    const { AccessToken } = await tokens(pool, "ana");
    const ask = () => pool.cognito.send(new GetUserCommand({ AccessToken }));
    expect((await ask()).Username).toBe("ana");
    pool.clock.advance(15 * minute);
    expect(await refusal(ask())).toMatch(/^NotAuthorizedException: Access Token has expired/);
    const forged = `${AccessToken.slice(0, -8)}AAAAAAAA`;
    expect(await refusal(pool.cognito.send(new GetUserCommand({ AccessToken: forged })))).toMatch(
      /^NotAuthorizedException: Invalid Access Token/,
    );
  });

  it("locks a user out from the fifth wrong password on, longer each time, and forgets after fifteen minutes", async () => {
    pool = await startLocalPool();
    await enrol(pool, "ana");
    const wrong = () => refusal(signIn(pool, "ana", "Wrong-Horse-1234"));
    const incorrect = "NotAuthorizedException: Incorrect username or password.";
    const locked = "NotAuthorizedException: Password attempts exceeded";
    // Ten more failures, each just after the lock of the one before, make the lock 2^10 s: the cap of 15 minutes.
    for (let failure = 1; failure <= 15; failure += 1) {
      expect(await wrong(), `failure ${failure}`).toBe(incorrect);
      if (failure < 15) pool.clock.advance(Math.max(0, 2 ** (failure - 5)) * second);
    }
    expect(await refusal(signIn(pool, "ana"))).toBe(locked);
    pool.clock.advance(14 * minute);
    expect(await wrong()).toBe(locked);
    pool.clock.advance(minute);
    expect((await signIn(pool, "ana")).AuthenticationResult).toBeDefined();
    expect(await wrong()).toBe(incorrect);
    expect((await signIn(pool, "ana")).AuthenticationResult).toBeDefined();
  });

  it("refreshes by REFRESH_TOKEN_AUTH where tokens are not rotated, without a new refresh token", async () => {
    pool = await startLocalPool({
      client: {
        ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        RefreshTokenRotation: { Feature: "DISABLED" },
        PreventUserExistenceErrors: "LEGACY",
      },
    });
    await enrol(pool, "ana");
    const { RefreshToken } = await tokens(pool, "ana");
    for (const round of [1, 2]) {
      const { AuthenticationResult: result } = await pool.cognito.send(
        new InitiateAuthCommand({
          ClientId: clientId,
          AuthFlow: "REFRESH_TOKEN_AUTH",
          AuthParameters: { REFRESH_TOKEN: RefreshToken },
        }),
      );
      expect(result?.AccessToken, `round ${round}`).toBeDefined();
      expect(result?.RefreshToken).toBeUndefined();
    }
    expect(await refusal(signIn(pool, "nobody"))).toMatch(/^UserNotFoundException/);
  });
});
