import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { PasswordPolicy } from "./config.ts";
import type { User } from "./records.ts";
import { AwsError } from "./support/aws-service.ts";

const derive = promisify<string, Buffer, number, { N: number }, Buffer>(scrypt);
/** Cheap on purpose: this guards demo passwords on a developer's machine, and every test signs in. */
const cost = { N: 1024 };

const symbols = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-";

/** Refuses a password the policy does not allow, with the service's `InvalidPasswordException`. */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  const fault = passwordFault(policy, password);
  if (fault !== undefined) {
    throw new AwsError("InvalidPasswordException", `Password did not conform with policy: ${fault}`);
  }
}

function passwordFault(policy: PasswordPolicy, password: string): string | undefined {
  if (password.length < policy.minimumLength) return "Password not long enough";
  if (password.length > 256) return "Password too long";
  if (password !== password.trim()) return "Password must not begin or end with a space";
  if (policy.uppercase && !/[A-Z]/.test(password)) return "Password must have uppercase characters";
  if (policy.lowercase && !/[a-z]/.test(password)) return "Password must have lowercase characters";
  if (policy.numbers && !/[0-9]/.test(password)) return "Password must have numeric characters";
  // A space counts as a symbol inside the password.
  const hasSymbol = password.split("").some((character) => character === " " || symbols.includes(character));
  if (policy.symbols && !hasSymbol) return "Password must have symbol characters";
  return undefined;
}

/** A random password that satisfies any policy of this minimum length. */
export function generatePassword(policy: PasswordPolicy): string {
  // Without look-alikes and without characters that shells or e-mail would mangle.
  const sets = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!@#%*_+-"] as const;
  const pick = (set: string): string => set.charAt(randomInt(set.length));
  const characters = sets.map(pick);
  while (characters.length < Math.max(policy.minimumLength, 12)) {
    characters.push(pick(sets[randomInt(3)] ?? sets[0]));
  }
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? "", characters[last] ?? ""];
  }
  return characters.join("");
}

/** What is stored of a password. `expiresAt` marks it as temporary. */
export async function hashPassword(password: string, expiresAt?: number): Promise<User["password"]> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, cost);
  return {
    salt: salt.toString("base64"),
    hash: hash.toString("base64"),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** Whether this is the stored password; says nothing of its expiry. */
export async function matchesPassword(stored: User["password"], password: string): Promise<boolean> {
  const hash = await derive(password, Buffer.from(stored.salt, "base64"), 32, cost);
  return timingSafeEqual(hash, Buffer.from(stored.hash, "base64"));
}
