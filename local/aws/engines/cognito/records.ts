import * as z from "zod";

/** A pool's signing key as a private JWK; made once, so that tokens outlive a restart. */
const signingKey = z.object({
  kind: z.literal("key"),
  poolId: z.string(),
  privateJwk: z.record(z.string(), z.unknown()),
});

const user = z.object({
  kind: z.literal("user"),
  poolId: z.string(),
  username: z.string(),
  /** All attributes, `sub` included, as strings. */
  attributes: z.record(z.string(), z.string()),
  enabled: z.boolean(),
  status: z.enum(["FORCE_CHANGE_PASSWORD", "CONFIRMED"]),
  createdAt: z.number(),
  modifiedAt: z.number(),
  /** scrypt of the password; `expiresAt` only for a temporary one. */
  password: z.object({ salt: z.string(), hash: z.string(), expiresAt: z.number().optional() }),
  /** A secret handed out but not proven yet; the app in force stays until a code of this one arrives. */
  pendingTotpSecret: z.string().optional(),
  /** The authenticator app that proved itself. */
  totp: z
    .object({
      secret: z.string(),
      enabled: z.boolean(),
      preferred: z.boolean(),
      /** The last time step whose code was accepted: a code works once. */
      lastStep: z.number().optional(),
    })
    .optional(),
  failures: z.object({ count: z.number(), lastAttemptAt: z.number(), lockedUntil: z.number() }),
});

const challengeNames = ["NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA", "MFA_SETUP"] as const;

/** A sign-in under way. Kept until it expires even once used, to tell "used" from "unknown". */
const session = z.object({
  kind: z.literal("session"),
  poolId: z.string(),
  clientId: z.string(),
  username: z.string(),
  challenge: z.enum(challengeNames),
  expiresAt: z.number(),
  used: z.boolean(),
  /** For `MFA_SETUP`: the app's secret, and whether a code proved it. */
  setup: z.object({ secret: z.string(), verified: z.boolean() }).optional(),
});

/** One sign-in and the refresh tokens that descend from it. */
const grant = z.object({
  kind: z.literal("grant"),
  /** The `origin_jti` of every token of this sign-in. */
  id: z.string(),
  poolId: z.string(),
  clientId: z.string(),
  username: z.string(),
  sub: z.string(),
  eventId: z.string(),
  authenticatedAt: z.number(),
  expiresAt: z.number(),
  revoked: z.boolean(),
  refreshTokens: z.array(z.object({ hash: z.string(), supersededAt: z.number().optional() })),
});

/** Anything the engine stores, told apart by `kind`. */
export const storedRecord = z.discriminatedUnion("kind", [signingKey, user, session, grant]);

export type StoredRecord = z.infer<typeof storedRecord>;
export type SigningKeyRecord = z.infer<typeof signingKey>;
export type User = z.infer<typeof user>;
export type Session = z.infer<typeof session>;
export type Grant = z.infer<typeof grant>;
export type ChallengeName = (typeof challengeNames)[number];
