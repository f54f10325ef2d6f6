import { randomUUID } from "node:crypto";
import * as z from "zod";
import { applyAttributes, attributeList, displacedUsers } from "./attributes.ts";
import type { Pool } from "./config.ts";
import type { Context } from "./context.ts";
import { checkPassword, generatePassword, hashPassword } from "./passwords.ts";
import type { StoredRecord, User } from "./records.ts";
import type { Changes, State } from "./state.ts";
import {
  commit,
  normalise,
  poolOf,
  requireUser,
  revokeAll,
  userByAttribute,
  userByName,
  userKey,
} from "./state.ts";
import type { Operation } from "./support/aws-service.ts";
import { AwsError, operation } from "./support/aws-service.ts";

const dayMs = 86_400_000;
const target = z.object({ UserPoolId: z.string(), Username: z.string().min(1).max(128) });
const password = z.string().min(1).max(256);

/** The operations an operator (or a function with permission) uses on the users of a pool. */
export function userOperations(context: Context): Readonly<Record<string, Operation>> {
  const { state } = context;
  const found = (input: z.infer<typeof target>): { readonly pool: Pool; readonly user: User } => {
    const pool = poolOf(state, input.UserPoolId);
    return { pool, user: requireUser(state, pool, input.Username) };
  };
  const save = (user: User, others: Changes = {}): object => {
    commit(state, { ...others, [userKey(user)]: { ...user, modifiedAt: state.clock.now() } });
    return {};
  };
  return {
    AdminCreateUser: operation(createInput, (input) => adminCreateUser(context, input)),
    AdminGetUser: operation(target, (input) => {
      const { Attributes: attributes, ...user } = describeUser(found(input).user);
      return { ...user, UserAttributes: attributes };
    }),
    AdminUpdateUserAttributes: operation(target.extend({ UserAttributes: attributeList }), (input) => {
      const { pool, user } = found(input);
      const changed = { ...user, attributes: applyAttributes(pool, user.attributes, input.UserAttributes) };
      return save(changed, displacements(displacedUsers(state, pool, changed, false)));
    }),
    AdminSetUserPassword: operation(
      target.extend({ Password: password, Permanent: z.boolean().default(false) }),
      async (input) => {
        const { pool, user } = found(input);
        checkPassword(pool.passwords, input.Password);
        return save({
          ...user,
          status: input.Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
          password: await hashPassword(
            input.Password,
            input.Permanent ? undefined : temporaryUntil(state, pool),
          ),
        });
      },
    ),
    AdminDisableUser: operation(target, (input) => {
      const { user } = found(input);
      return save({ ...user, enabled: false }, revokeAll(state, user));
    }),
    AdminEnableUser: operation(target, (input) => save({ ...found(input).user, enabled: true })),
    AdminDeleteUser: operation(target, (input) => {
      const { user } = found(input);
      commit(state, { ...revokeAll(state, user), [userKey(user)]: undefined });
      return {};
    }),
    AdminUserGlobalSignOut: operation(target, (input) => {
      commit(state, revokeAll(state, found(input).user));
      return {};
    }),
  };
}

const createInput = target.extend({
  UserAttributes: attributeList.default([]),
  TemporaryPassword: password.optional(),
  ForceAliasCreation: z.boolean().default(false),
  MessageAction: z.enum(["RESEND", "SUPPRESS"]).optional(),
  DesiredDeliveryMediums: z.array(z.enum(["SMS", "EMAIL"])).optional(),
});
type CreateInput = z.infer<typeof createInput>;

async function adminCreateUser(context: Context, input: CreateInput): Promise<object> {
  const { state } = context;
  const pool = poolOf(state, input.UserPoolId);
  const temporary = input.TemporaryPassword ?? generatePassword(pool.passwords);
  checkPassword(pool.passwords, temporary);
  const hashed = await hashPassword(temporary, temporaryUntil(state, pool));
  const now = state.clock.now();
  if (input.MessageAction === "RESEND") {
    const known = requireUser(state, pool, input.Username);
    if (known.status !== "FORCE_CHANGE_PASSWORD") {
      throw new AwsError(
        "UnsupportedUserStateException",
        "Resend not possible. User is not in FORCE_CHANGE_PASSWORD state.",
      );
    }
    const user: User = { ...known, password: hashed, modifiedAt: now };
    commit(state, { [userKey(user)]: user });
    invite(context, pool, user, temporary, input);
    return { User: describeUser(user) };
  }
  const identity = newIdentity(state, pool, input.Username);
  const user: User = {
    kind: "user",
    poolId: pool.id,
    username: identity.username,
    attributes: applyAttributes(pool, { ...identity.attributes }, input.UserAttributes),
    enabled: true,
    status: "FORCE_CHANGE_PASSWORD",
    createdAt: now,
    modifiedAt: now,
    password: hashed,
    failures: { count: 0, lastAttemptAt: 0, lockedUntil: 0 },
  };
  const displaced = displacedUsers(state, pool, user, input.ForceAliasCreation);
  commit(state, { ...displacements(displaced), [userKey(user)]: user });
  if (input.MessageAction !== "SUPPRESS") invite(context, pool, user, temporary, input);
  return { User: describeUser(user) };
}

/** Username and first attributes of a new user; in pools that sign in by e-mail or phone the username is the `sub`. */
function newIdentity(
  state: State,
  pool: Pool,
  typed: string,
): { readonly username: string; readonly attributes: Readonly<Record<string, string>> } {
  const sub = randomUUID();
  const isEmail = z.email().safeParse(typed).success;
  if (pool.usernameAttributes.length === 0) {
    if (isEmail && pool.aliasAttributes.includes("email")) {
      throw new AwsError(
        "InvalidParameterException",
        "Username cannot be of email format, since user pool is configured for email alias.",
      );
    }
    if (userByName(state, pool, typed) !== undefined) {
      throw new AwsError("UsernameExistsException", "User account already exists");
    }
    return { username: normalise(pool, typed), attributes: { sub } };
  }
  const attribute = isEmail ? "email" : "phone_number";
  const phone = /^\+[0-9]{1,15}$/.test(typed);
  if (!pool.usernameAttributes.includes(attribute) || (!isEmail && !phone)) {
    const wanted = pool.usernameAttributes.map((name) => (name === "email" ? "an email" : "a phone number"));
    throw new AwsError("InvalidParameterException", `Username should be ${wanted.join(" or ")}.`);
  }
  if (userByAttribute(state, pool, attribute, typed) !== undefined) {
    throw new AwsError("UsernameExistsException", `An account with the given ${attribute} already exists.`);
  }
  return { username: sub, attributes: { sub, [attribute]: normalise(pool, typed) } };
}

function invite(
  context: Context,
  pool: Pool,
  user: User,
  temporaryPassword: string,
  input: CreateInput,
): void {
  const { email, phone_number: phone } = user.attributes;
  const wished = input.DesiredDeliveryMediums ?? (email === undefined ? ["SMS"] : ["EMAIL"]);
  for (const medium of wished) {
    const destination = medium === "EMAIL" ? email : phone;
    // The service, too, creates the user and sends nothing when the address is missing.
    if (destination === undefined) continue;
    context.outbox.push({
      poolId: pool.id,
      username: user.username,
      medium,
      destination,
      subject: pool.invitation.subject,
      text: pool.invitation.message
        .replaceAll("{username}", () => user.username)
        .replaceAll("{####}", () => temporaryPassword),
      temporaryPassword,
      sentAt: context.state.clock.now(),
    });
  }
}

function temporaryUntil(state: State, pool: Pool): number {
  return state.clock.now() + pool.passwords.temporaryDays * dayMs;
}

function displacements(users: readonly User[]): { [key: string]: StoredRecord } {
  return Object.fromEntries(users.map((user) => [userKey(user), user]));
}

/** A user as the API shows it; never the password. */
export function describeUser(user: User): {
  readonly Username: string;
  readonly Attributes: readonly { readonly Name: string; readonly Value: string }[];
  readonly UserMFASettingList?: readonly string[];
  readonly PreferredMfaSetting?: string;
  readonly [name: string]: unknown;
} {
  const mfa = user.totp?.enabled === true;
  return {
    Username: user.username,
    Attributes: Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
    ...(mfa ? { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] } : {}),
    ...(mfa && user.totp?.preferred === true ? { PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" } : {}),
  };
}
