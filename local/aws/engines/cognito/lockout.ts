import type { User } from "./records.ts";
import { AwsError } from "./support/aws-service.ts";

const freeAttempts = 5;
const longestLockMs = 15 * 60_000;

/** Refuses an attempt during a lock-out; such attempts do not lengthen it. */
export function refuseWhileLocked(user: User, now: number): void {
  if (now < user.failures.lockedUntil) {
    throw new AwsError("NotAuthorizedException", "Password attempts exceeded");
  }
}

/**
 * The user after one more failed attempt. From the fifth failure n on, a lock of 2^(n-5) seconds, at most 15 minutes;
 * fifteen minutes without an attempt start the count afresh.
 */
export function failuresAfter(user: User, now: number): User {
  const quiet = now - user.failures.lastAttemptAt >= longestLockMs;
  const count = (quiet ? 0 : user.failures.count) + 1;
  const lockMs = count < freeAttempts ? 0 : Math.min(2 ** (count - freeAttempts) * 1_000, longestLockMs);
  return { ...user, failures: { count, lastAttemptAt: now, lockedUntil: now + lockMs } };
}

/** The user with a clean record of failures. */
export function forgiven(user: User): User {
  return { ...user, failures: { count: 0, lastAttemptAt: 0, lockedUntil: 0 } };
}
