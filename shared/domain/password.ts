import { DeskError } from "../contracts/errors.ts";
import { Password } from "../contracts/organisation.ts";

/** Letters and digits that are not taken for one another when somebody reads or types them. */
const [upper, lower, digit] = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789"] as const;

/** Four groups of four, together 67 bits. Each has what the policy asks for. */
const [groups, group] = [4, [upper, lower, lower, digit]] as const;

/** How many random decimal digits a temporary password is made of: enough that no letter is likelier than another. */
export const temporaryPasswordDigits = 30;

/** A temporary password that the policy allows, like `Kxm7-Pqw2-Tab9-Rcd4`, out of so many random decimal digits. */
export function temporaryPasswordOf(digits: string): string {
  let left = BigInt(digits);
  const oneOf = (letters: string): string => {
    const count = BigInt(letters.length);
    const letter = letters[Number(left % count)] ?? "";
    left /= count;
    return letter;
  };
  return Array.from({ length: groups }, () => group.map(oneOf).join("")).join("-");
}

/**
 * Refuses a password that the policy does not allow, whatever the user pool would say: every path that sets a password asks
 * here first. PASSWORD_REFUSED with what is missing, never with the password.
 */
export function assertPassword(password: string): void {
  const parsed = Password.safeParse(password);
  if (parsed.success) return;
  throw new DeskError("PASSWORD_REFUSED", { problems: parsed.error.issues.map((issue) => issue.message) });
}
