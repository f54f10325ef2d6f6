import { DeskError } from "../contracts/errors.ts";
import { Password } from "../contracts/organisation.ts";

/**
 * Refuses a password that the policy does not allow, whatever the user pool would say: every path that sets a password asks
 * here first. PASSWORD_REFUSED with what is missing, never with the password.
 */
export function assertPassword(password: string): void {
  const parsed = Password.safeParse(password);
  if (parsed.success) return;
  throw new DeskError("PASSWORD_REFUSED", { problems: parsed.error.issues.map((issue) => issue.message) });
}
