import * as z from "zod";
import type { Place, Resource } from "../../types.ts";

/** What a user pool of the template demands. */
export interface Pool {
  readonly id: string;
  readonly arn: string;
  readonly issuer: string;
  readonly passwords: PasswordPolicy;
  readonly usernameAttributes: readonly string[];
  readonly aliasAttributes: readonly string[];
  readonly caseSensitive: boolean;
  readonly mfa: "OFF" | "OPTIONAL" | "ON";
  /** True when authenticator apps are among the pool's second factors. */
  readonly softwareTokens: boolean;
  readonly invitation: { readonly subject: string; readonly message: string };
  readonly attributes: ReadonlyMap<string, { readonly required: boolean; readonly mutable: boolean }>;
}

/** Passwords a pool accepts, and how long a temporary one lives. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly lowercase: boolean;
  readonly uppercase: boolean;
  readonly numbers: boolean;
  readonly symbols: boolean;
  readonly temporaryDays: number;
}

/** What an app client of the template may do. Durations are milliseconds. */
export interface Client {
  readonly id: string;
  readonly poolId: string;
  readonly flows: ReadonlySet<string>;
  readonly accessTokenMs: number;
  readonly idTokenMs: number;
  readonly refreshTokenMs: number;
  readonly sessionMs: number;
  /** Absent when refresh tokens are not rotated; else how long the old token still works. */
  readonly rotationGraceMs: number | undefined;
  readonly hidesUnknownUsers: boolean;
  readonly revocable: boolean;
}

/** Standard attributes every pool has (OpenID Connect's, plus Cognito's two `_verified` flags). */
const standardAttributes = [
  ..."address birthdate email email_verified family_name gender given_name locale middle_name name".split(
    " ",
  ),
  ..."nickname phone_number phone_number_verified picture preferred_username profile sub".split(" "),
  ..."updated_at website zoneinfo".split(" "),
];

const poolProperties = z.object({
  Policies: z
    .object({
      PasswordPolicy: z
        .object({
          MinimumLength: z.number().int().min(6).max(99).default(8),
          RequireLowercase: z.boolean().default(false),
          RequireUppercase: z.boolean().default(false),
          RequireNumbers: z.boolean().default(false),
          RequireSymbols: z.boolean().default(false),
          TemporaryPasswordValidityDays: z.number().int().min(0).max(365).optional(),
        })
        .optional(),
    })
    .default({}),
  UsernameAttributes: z.array(z.enum(["email", "phone_number"])).default([]),
  AliasAttributes: z.array(z.enum(["email", "phone_number", "preferred_username"])).default([]),
  UsernameConfiguration: z.object({ CaseSensitive: z.boolean() }).default({ CaseSensitive: true }),
  MfaConfiguration: z.enum(["OFF", "OPTIONAL", "ON"]).default("OFF"),
  EnabledMfas: z.array(z.string()).default([]),
  AdminCreateUserConfig: z
    .object({
      UnusedAccountValidityDays: z.number().int().optional(),
      InviteMessageTemplate: z
        .object({ EmailSubject: z.string().optional(), EmailMessage: z.string().optional() })
        .default({}),
    })
    .prefault({}),
  Schema: z
    .array(
      z.object({
        Name: z.string(),
        Required: z.boolean().default(false),
        Mutable: z.boolean().default(true),
        DeveloperOnlyAttribute: z.boolean().default(false),
      }),
    )
    .default([]),
});

const timeUnit = z.enum(["seconds", "minutes", "hours", "days"]);
const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

const clientProperties = z.object({
  UserPoolId: z.string(),
  GenerateSecret: z.literal(false).default(false),
  ExplicitAuthFlows: z
    .array(z.string())
    .default(["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]),
  AccessTokenValidity: z.number().positive().default(1),
  IdTokenValidity: z.number().positive().default(1),
  RefreshTokenValidity: z.number().nonnegative().default(30),
  TokenValidityUnits: z
    .object({
      AccessToken: timeUnit.default("hours"),
      IdToken: timeUnit.default("hours"),
      RefreshToken: timeUnit.default("days"),
    })
    .prefault({}),
  AuthSessionValidity: z.number().int().min(3).max(15).default(3),
  RefreshTokenRotation: z
    .object({
      Feature: z.enum(["ENABLED", "DISABLED"]),
      RetryGracePeriodSeconds: z.number().int().min(0).max(60).default(0),
    })
    .optional(),
  PreventUserExistenceErrors: z.enum(["ENABLED", "LEGACY"]).default("LEGACY"),
  EnableTokenRevocation: z.boolean().default(true),
});

/** Reads an `AWS::Cognito::UserPool`. Throws a precise error for properties the service would refuse. */
export function readPool(resource: Resource, place: Place): Pool {
  const properties = parse(poolProperties, resource);
  if (properties.UsernameAttributes.length > 0 && properties.AliasAttributes.length > 0) {
    throw new Error(`${resource.logicalId}: UsernameAttributes and AliasAttributes exclude each other`);
  }
  const policy = properties.Policies.PasswordPolicy;
  const admin = properties.AdminCreateUserConfig;
  return {
    id: resource.physicalId,
    arn: resource.arn,
    issuer: `https://cognito-idp.${place.region}.amazonaws.com/${resource.physicalId}`,
    // Without a policy the service asks for eight characters of all four kinds.
    passwords: {
      minimumLength: policy?.MinimumLength ?? 8,
      lowercase: policy?.RequireLowercase ?? true,
      uppercase: policy?.RequireUppercase ?? true,
      numbers: policy?.RequireNumbers ?? true,
      symbols: policy?.RequireSymbols ?? true,
      temporaryDays: policy?.TemporaryPasswordValidityDays ?? admin.UnusedAccountValidityDays ?? 7,
    },
    usernameAttributes: properties.UsernameAttributes,
    aliasAttributes: properties.AliasAttributes,
    caseSensitive: properties.UsernameConfiguration.CaseSensitive,
    mfa: properties.MfaConfiguration,
    softwareTokens:
      properties.MfaConfiguration !== "OFF" && properties.EnabledMfas.includes("SOFTWARE_TOKEN_MFA"),
    invitation: {
      subject: admin.InviteMessageTemplate.EmailSubject ?? "Your temporary password",
      message:
        admin.InviteMessageTemplate.EmailMessage ??
        "Your username is {username} and temporary password is {####}.",
    },
    attributes: new Map([
      ...standardAttributes.map((name) => [name, { required: false, mutable: name !== "sub" }] as const),
      ...properties.Schema.map((attribute) => {
        const prefix = attribute.DeveloperOnlyAttribute ? "dev:custom:" : "custom:";
        const name = standardAttributes.includes(attribute.Name)
          ? attribute.Name
          : `${prefix}${attribute.Name}`;
        return [name, { required: attribute.Required, mutable: attribute.Mutable }] as const;
      }),
    ]),
  };
}

/** Reads an `AWS::Cognito::UserPoolClient`. Throws for a client secret, which is not emulated. */
export function readClient(resource: Resource): Client {
  const properties = parse(clientProperties, resource);
  const units = properties.TokenValidityUnits;
  const rotates = properties.RefreshTokenRotation?.Feature === "ENABLED";
  if (rotates && properties.ExplicitAuthFlows.includes("ALLOW_REFRESH_TOKEN_AUTH")) {
    throw new Error(`${resource.logicalId}: refresh token rotation excludes ALLOW_REFRESH_TOKEN_AUTH`);
  }
  return {
    id: resource.physicalId,
    poolId: properties.UserPoolId,
    flows: new Set(properties.ExplicitAuthFlows),
    accessTokenMs: properties.AccessTokenValidity * unitMs[units.AccessToken],
    idTokenMs: properties.IdTokenValidity * unitMs[units.IdToken],
    // Zero means the service's default of 30 days.
    refreshTokenMs: properties.RefreshTokenValidity * unitMs[units.RefreshToken] || 30 * unitMs.days,
    sessionMs: properties.AuthSessionValidity * unitMs.minutes,
    rotationGraceMs: rotates
      ? (properties.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * unitMs.seconds
      : undefined,
    hidesUnknownUsers: properties.PreventUserExistenceErrors === "ENABLED",
    revocable: properties.EnableTokenRevocation,
  };
}

function parse<Output>(schema: z.ZodType<Output>, resource: Resource): Output {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  throw new Error(`${resource.logicalId} (${resource.type}): ${z.prettifyError(result.error)}`);
}
