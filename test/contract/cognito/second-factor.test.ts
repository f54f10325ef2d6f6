import {
  AdminGetUserCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, it } from "vitest";
import { totpCode } from "../../../local/aws/engines/cognito/totp.ts";
import type { LocalPool } from "./local-pool.ts";
import { clientId, poolId, startLocalPool } from "./local-pool.ts";
import { enrol, signIn, tokens } from "./people.ts";
import { refusal } from "./serve-engine.ts";

const step = 30_000;

describe("authenticator apps", () => {
  let pool: LocalPool;
  afterEach(() => pool.stop());

  const code = (secret: string | undefined): string => totpCode(secret ?? "", pool.clock.now());
  const answer = (
    ChallengeName: "SOFTWARE_TOKEN_MFA" | "MFA_SETUP",
    Session: string | undefined,
    given?: string,
  ) =>
    pool.cognito.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        ChallengeName,
        Session,
        ChallengeResponses: {
          USERNAME: "ana",
          ...(given === undefined ? {} : { SOFTWARE_TOKEN_MFA_CODE: given }),
        },
      }),
    );

  it("are set up with an access token and then asked for at every sign-in", async () => {
    pool = await startLocalPool();
    await enrol(pool, "ana");
    const { AccessToken } = await tokens(pool, "ana");
    const prefer = () =>
      pool.cognito.send(
        new SetUserMFAPreferenceCommand({
          AccessToken,
          SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
        }),
      );
    expect(await refusal(prefer())).toMatch(/^InvalidParameterException/);
    const { SecretCode } = await pool.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const verify = (UserCode: string) =>
      pool.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    const wrong = String((Number(code(SecretCode)) + 1) % 1_000_000).padStart(6, "0");
    expect(await refusal(verify(wrong))).toMatch(/^EnableSoftwareTokenMFAException/);
    const used = code(SecretCode);
    expect((await verify(used)).Status).toBe("SUCCESS");
    expect((await signIn(pool, "ana")).AuthenticationResult).toBeDefined();
    const factors = async () =>
      (await pool.cognito.send(new GetUserCommand({ AccessToken }))).UserMFASettingList ?? [];
    expect(await factors()).toEqual([]);
    await prefer();
    expect(await factors()).toEqual(["SOFTWARE_TOKEN_MFA"]);
    const user = await pool.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: "ana" }));
    expect(user).toMatchObject({ PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" });

    const first = await signIn(pool, "ana");
    expect(first.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    expect(await refusal(answer("SOFTWARE_TOKEN_MFA", first.Session, used))).toMatch(/^ExpiredCodeException/);
    pool.clock.advance(2 * step);
    expect(await refusal(answer("SOFTWARE_TOKEN_MFA", first.Session, "000000"))).toMatch(
      /^CodeMismatchException/,
    );
    const good = code(SecretCode);
    expect((await answer("SOFTWARE_TOKEN_MFA", first.Session, good)).AuthenticationResult).toBeDefined();
    expect(await refusal(answer("SOFTWARE_TOKEN_MFA", first.Session, good))).toMatch(
      /session can only be used once/,
    );
    const second = await signIn(pool, "ana");
    expect(await refusal(answer("SOFTWARE_TOKEN_MFA", second.Session, good))).toMatch(
      /^ExpiredCodeException/,
    );

    await pool.cognito.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: poolId,
        Username: "ana",
        SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false },
      }),
    );
    expect((await signIn(pool, "ana")).AuthenticationResult).toBeDefined();
  });

  it("are set up during sign-in where the pool demands a second factor", async () => {
    pool = await startLocalPool({ pool: { MfaConfiguration: "ON" } });
    await enrol(pool, "ana");
    const first = await signIn(pool, "ana");
    expect(first.ChallengeName).toBe("MFA_SETUP");
    expect(await refusal(answer("MFA_SETUP", first.Session))).toMatch(/^InvalidParameterException/);
    const associated = await pool.cognito.send(new AssociateSoftwareTokenCommand({ Session: first.Session }));
    const verified = await pool.cognito.send(
      new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode: code(associated.SecretCode) }),
    );
    expect((await answer("MFA_SETUP", verified.Session)).AuthenticationResult).toBeDefined();
    expect((await signIn(pool, "ana")).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  });

  it("are refused by a pool without them", async () => {
    pool = await startLocalPool({ pool: { MfaConfiguration: "OFF", EnabledMfas: [] } });
    await enrol(pool, "ana");
    const { AccessToken } = await tokens(pool, "ana");
    const begin = pool.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    expect(await refusal(begin)).toMatch(/^SoftwareTokenMFANotFoundException/);
  });
});

describe("codes", () => {
  it("are those of RFC 6238, appendix B, cut to six digits", async () => {
    // The RFC's secret, the ASCII text 12345678901234567890, in base32.
    const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const vectors = [
      [59, "287082"],
      [1_111_111_109, "081804"],
      [1_234_567_890, "005924"],
      [20_000_000_000, "353130"],
    ] as const;
    for (const [seconds, expected] of vectors) expect(totpCode(secret, seconds * 1_000)).toBe(expected);
  });
});
