import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { MovableClock } from "../../../local/aws/clock.ts";
import type { CognitoEngine } from "../../../local/aws/engines/cognito/engine.ts";
import { createCognitoEngine } from "../../../local/aws/engines/cognito/engine.ts";
import { resource, serveEngine, strictLog } from "./serve-engine.ts";

/** Where the local pool pretends to be. */
export const place = { region: "sa-east-1", account: "123456789012" };
/** Ids of the local pool and client. */
export const poolId = "sa-east-1_LocalTest";
export const clientId = "localclient0000000000000001";

/** The local engine with one pool and one client, and the SDK pointed at it. */
export interface LocalPool {
  readonly engine: CognitoEngine;
  readonly clock: MovableClock;
  readonly cognito: CognitoIdentityProviderClient;
  readonly endpoint: string;
  readonly lastPermissions: () => unknown;
  stop(): Promise<void>;
}

const poolDefaults = {
  AliasAttributes: ["email"],
  UsernameConfiguration: { CaseSensitive: false },
  MfaConfiguration: "OPTIONAL",
  EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: false,
      TemporaryPasswordValidityDays: 3,
    },
  },
};

const clientDefaults = {
  UserPoolId: poolId,
  ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
  AccessTokenValidity: 15,
  IdTokenValidity: 15,
  RefreshTokenValidity: 12,
  TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "hours" },
  RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
  PreventUserExistenceErrors: "ENABLED",
  EnableTokenRevocation: true,
};

/** Starts the engine over HTTP; `pool` and `client` override properties of the template. */
export async function startLocalPool(
  options: {
    readonly pool?: Record<string, unknown>;
    readonly client?: Record<string, unknown>;
    readonly dataDir?: string;
    readonly clock?: MovableClock;
  } = {},
): Promise<LocalPool> {
  const clock = options.clock ?? new MovableClock();
  const engine = createCognitoEngine({
    clock,
    place,
    log: strictLog,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
  });
  const arn = `arn:aws:cognito-idp:${place.region}:${place.account}:userpool/${poolId}`;
  await engine.provision([
    resource("AWS::Cognito::UserPool", poolId, arn, { ...poolDefaults, ...options.pool }),
    resource("AWS::Cognito::UserPoolClient", clientId, "", { ...clientDefaults, ...options.client }),
  ]);
  const served = await serveEngine(engine);
  const cognito = new CognitoIdentityProviderClient({
    region: place.region,
    endpoint: served.endpoint,
    credentials: { accessKeyId: "OPERATOR", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  return {
    engine,
    clock,
    cognito,
    endpoint: served.endpoint,
    lastPermissions: () => {
      const call = served.calls.at(-1);
      return call === undefined ? undefined : engine.permissions(call);
    },
    stop: async () => {
      cognito.destroy();
      await served.stop();
    },
  };
}
