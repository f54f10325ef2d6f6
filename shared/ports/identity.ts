import type { AgentId } from "../contracts/ids.ts";

/** Tokens of a session. `refreshToken` goes into the cookie and nowhere else. */
export interface SessionTokens {
  readonly kind: "session";
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** A question the user pool asks before it gives tokens. */
export interface Challenge {
  readonly kind: "challenge";
  readonly challenge: "NEW_PASSWORD_REQUIRED" | "SOFTWARE_TOKEN_MFA";
  readonly challengeToken: string;
}

/**
 * The user pool. Methods throw DeskError: SIGN_IN_REFUSED (also when there is no such account), CHALLENGE_EXPIRED,
 * PASSWORD_REFUSED, TOO_MANY_ATTEMPTS, UNAUTHENTICATED (refresh).
 */
export interface SignIn {
  withPassword(email: string, password: string): Promise<SessionTokens | Challenge>;
  withNewPassword(
    email: string,
    challengeToken: string,
    newPassword: string,
  ): Promise<SessionTokens | Challenge>;
  withCode(email: string, challengeToken: string, code: string): Promise<SessionTokens | Challenge>;
  /** The old refresh token stops working. */
  renew(refreshToken: string): Promise<SessionTokens>;
  signOutEverywhere(agentId: AgentId): Promise<void>;
}

/** Accounts of people. */
export interface Accounts {
  /** Creates the account under the agent's id, or finds it there already. Without a password one is sent by e-mail. */
  invite(agentId: AgentId, email: string, temporaryPassword?: string): Promise<void>;
}
