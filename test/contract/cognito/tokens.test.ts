import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  GlobalSignOutCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createLocalJWKSet, jwtVerify } from "jose";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createCognitoEngine } from "../../../local/aws/engines/cognito/engine.ts";
import type { LocalPool } from "./local-pool.ts";
import { clientId, place, poolId, startLocalPool } from "./local-pool.ts";
import { enrol, invite, password, refresh, signIn, temporary, tokens } from "./people.ts";
import { refusal, resource, strictLog } from "./serve-engine.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const arn = `arn:aws:cognito-idp:${place.region}:${place.account}:userpool/${poolId}`;

describe("tokens and state of a local pool", () => {
  let pool: LocalPool;
  afterEach(() => pool.stop());

  it("carry Cognito's claims and verify by the keys the pool serves", async () => {
    pool = await startLocalPool();
    await enrol(pool, "ana");
    const { AccessToken, IdToken } = await tokens(pool, "ana");
    const issuer = `https://cognito-idp.sa-east-1.amazonaws.com/${poolId}`;
    expect(pool.engine.issuer(poolId)).toBe(issuer);
    const served = await fetch(`${pool.endpoint}/${poolId}/.well-known/jwks.json`);
    const keys = createLocalJWKSet(JSON.parse(await served.text()));
    const options = { issuer, algorithms: ["RS256"], currentDate: new Date(pool.clock.now()) };
    const access = (await jwtVerify(AccessToken, keys, options)).payload;
    expect(access).toMatchObject({
      sub: expect.stringMatching(uuid),
      client_id: clientId,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      username: "ana",
      origin_jti: expect.stringMatching(uuid),
      event_id: expect.stringMatching(uuid),
      jti: expect.stringMatching(uuid),
    });
    expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(900);
    const id = (await jwtVerify(IdToken, keys, { ...options, audience: clientId })).payload;
    expect(id).toMatchObject({
      sub: access.sub,
      token_use: "id",
      "cognito:username": "ana",
      email: "ana@example.com",
      email_verified: true,
      auth_time: access["auth_time"],
      origin_jti: access["origin_jti"],
    });
    expect((await fetch(`${pool.endpoint}/nowhere_1/.well-known/jwks.json`)).status).toBe(404);
  });

  it("survive a restart: users, refresh tokens, challenges, revocations and keys, with no password in clear", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "cognito-"));
    try {
      pool = await startLocalPool({ dataDir });
      await enrol(pool, "ana");
      await enrol(pool, "bia");
      await invite(pool, "new");
      const ana = await tokens(pool, "ana");
      const bia = await tokens(pool, "bia");
      await pool.cognito.send(new GlobalSignOutCommand({ AccessToken: bia.AccessToken }));
      const keys = JSON.stringify(pool.engine.jwks(poolId));
      await pool.stop();
      const stored = await readFile(join(dataDir, "cognito.jsonl"), "utf8");
      for (const secret of [password, temporary, ana.RefreshToken]) expect(stored).not.toContain(secret);

      pool = await startLocalPool({ dataDir });
      expect(JSON.stringify(pool.engine.jwks(poolId))).toBe(keys);
      expect((await refresh(pool, ana.RefreshToken)).AuthenticationResult).toBeDefined();
      expect(await refusal(refresh(pool, bia.RefreshToken))).toMatch(/revoked/);
      expect((await signIn(pool, "new", temporary)).ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });

  it("may be asked for by anyone, while Admin operations need permission on the pool", async () => {
    pool = await startLocalPool();
    await enrol(pool, "ana");
    expect(pool.lastPermissions()).toEqual([{ action: "cognito-idp:AdminSetUserPassword", resource: arn }]);
    await pool.cognito.send(new ListUsersCommand({ UserPoolId: poolId }));
    expect(pool.lastPermissions()).toEqual([{ action: "cognito-idp:ListUsers", resource: arn }]);
    await refresh(pool, (await tokens(pool, "ana")).RefreshToken);
    expect(pool.lastPermissions()).toEqual([]);
  });

  it("lists users page by page", async () => {
    pool = await startLocalPool();
    for (const name of ["a1", "a2", "a3"]) await invite(pool, name);
    const list = (PaginationToken?: string) =>
      pool.cognito.send(
        new ListUsersCommand({
          UserPoolId: poolId,
          Limit: 2,
          ...(PaginationToken === undefined ? {} : { PaginationToken }),
        }),
      );
    const first = await list();
    const second = await list(first.PaginationToken);
    const names = [...(first.Users ?? []), ...(second.Users ?? [])].map((user) => user.Username);
    expect(names).toEqual(["a1", "a2", "a3"]);
    expect(second.PaginationToken).toBeUndefined();
  });

  it("make a username of their own in pools that sign in by e-mail, and generate temporary passwords", async () => {
    pool = await startLocalPool({ pool: { AliasAttributes: [], UsernameAttributes: ["email"] } });
    const create = (Username: string) =>
      pool.cognito.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username }));
    const { User } = await create("Ana@Example.com");
    expect(User?.Username).toMatch(uuid);
    expect(await refusal(create("ana@example.com"))).toMatch(/^UsernameExistsException/);
    expect(await refusal(create("ana"))).toMatch(/^InvalidParameterException/);
    const [message] = pool.engine.outbox();
    const answer = await signIn(pool, "ANA@example.com", message?.temporaryPassword);
    expect(answer.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const shown = await pool.cognito.send(
      new AdminGetUserCommand({ UserPoolId: poolId, Username: "ana@example.com" }),
    );
    expect(shown.UserStatus).toBe("FORCE_CHANGE_PASSWORD");
  });

  it("are not given to templates the service would refuse", async () => {
    pool = await startLocalPool();
    const { clock } = pool;
    const provision = (client: Record<string, unknown>) =>
      createCognitoEngine({ clock, place, log: strictLog }).provision([
        resource("AWS::Cognito::UserPool", poolId, arn, {}),
        resource("AWS::Cognito::UserPoolClient", "client", "", { UserPoolId: poolId, ...client }),
      ]);
    const rotates = { RefreshTokenRotation: { Feature: "ENABLED" } };
    await expect(provision({ ...rotates, ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"] })).rejects.toThrow(
      /rotation/,
    );
    await expect(provision({ GenerateSecret: true })).rejects.toThrow(/GenerateSecret/);
    await expect(provision({ UserPoolId: "elsewhere" })).rejects.toThrow(/elsewhere/);
  });
});
