import * as z from "zod";
import type { Pool } from "./config.ts";
import type { User } from "./records.ts";
import { aliasOwner, userByAttribute, type State } from "./state.ts";
import { AwsError } from "./support/aws-service.ts";

/** How the API passes attributes. */
export const attributeList = z.array(
  z.object({ Name: z.string().min(1).max(32), Value: z.string().max(2048).default("") }),
);

/**
 * The attributes after a change. Refuses names outside the pool's schema and immutable ones; a changed e-mail or
 * phone number is unverified unless the same change verifies it.
 */
export function applyAttributes(
  pool: Pool,
  current: Readonly<Record<string, string>>,
  given: z.infer<typeof attributeList>,
): Record<string, string> {
  const attributes: Record<string, string> = { ...current };
  for (const { Name: name, Value: value } of given) {
    const rule = pool.attributes.get(name);
    if (rule === undefined) {
      throw invalid(
        `Attributes did not conform to the schema: Type for attribute {${name}} could not be determined`,
      );
    }
    const known = current[name];
    if (known !== undefined && known !== value && !rule.mutable) {
      throw invalid(`user.${name}: Attribute cannot be updated.`);
    }
    if (name === "email" && !z.email().safeParse(value).success)
      throw invalid("Invalid email address format.");
    if (name === "phone_number" && !/^\+[0-9]{1,15}$/.test(value))
      throw invalid("Invalid phone number format.");
    attributes[name] = value;
    if ((name === "email" || name === "phone_number") && known !== value)
      attributes[`${name}_verified`] = "false";
  }
  // Verification flags win over the reset above, wherever they stand in the list.
  for (const { Name: name, Value: value } of given) if (name.endsWith("_verified")) attributes[name] = value;
  return attributes;
}

/**
 * The users who must give up an alias so that `owner` can have these attributes. Without `force` a taken alias is
 * refused with `AliasExistsException`; a taken sign-in attribute always is.
 */
export function displacedUsers(
  state: State,
  pool: Pool,
  owner: { readonly username: string; readonly attributes: Readonly<Record<string, string>> },
  force: boolean,
): User[] {
  const displaced = new Map<string, User>();
  for (const name of pool.usernameAttributes) {
    const value = owner.attributes[name];
    const holder = value === undefined ? undefined : userByAttribute(state, pool, name, value);
    if (holder !== undefined && holder.username !== owner.username) throw taken(name);
  }
  for (const name of pool.aliasAttributes) {
    const value = owner.attributes[name];
    const claims = name === "preferred_username" || owner.attributes[`${name}_verified`] === "true";
    if (value === undefined || !claims) continue;
    const holder = aliasOwner(state, pool, name, value);
    if (holder === undefined || holder.username === owner.username) continue;
    if (!force || name === "preferred_username") throw taken(name);
    const before = displaced.get(holder.username) ?? holder;
    displaced.set(holder.username, {
      ...before,
      attributes: { ...before.attributes, [`${name}_verified`]: "false" },
      modifiedAt: state.clock.now(),
    });
  }
  return [...displaced.values()];
}

const taken = (name: string): AwsError =>
  new AwsError("AliasExistsException", `An account with the ${name} already exists.`);
const invalid = (message: string): AwsError => new AwsError("InvalidParameterException", message);
