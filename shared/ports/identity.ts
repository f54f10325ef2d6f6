import type { AgentId } from "../contracts/ids.ts";

/** Whose a session is and when it began, in Unix seconds; renewing a session does not change it. */
export interface Claims {
  readonly username: string;
  readonly sessionBeganAt: number;
}

/** The same of an access token that was verified, with the end of the token in Unix seconds. */
export interface VerifiedToken extends Claims {
  readonly expiresAt: number;
}

/** Access tokens of the user pool. */
export interface AccessTokens {
  /** Undefined for what is no access token of this desk that counts now. Throws when the pool's keys could not be had. */
  verify(token: string): Promise<VerifiedToken | undefined>;
}

/** Tokens of a session. `refreshToken` goes into the cookie and nowhere else. */
export interface SessionTokens {
  readonly kind: "session";
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly claims: Claims;
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
  withNewPassword(challengeToken: string, newPassword: string): Promise<SessionTokens | Challenge>;
  withCode(challengeToken: string, code: string): Promise<SessionTokens | Challenge>;
  /** The name, agent id or e-mail, of the account that a challenge was put to. CHALLENGE_EXPIRED when it tells of none. */
  challenged(challengeToken: string): string;
  /** The old refresh token stops working. */
  renew(refreshToken: string): Promise<SessionTokens>;
  signOutEverywhere(agentId: AgentId): Promise<void>;
}

/**
 * A person's own second factor, on the word of their access token. Methods throw DeskError: UNAUTHENTICATED when the token
 * does not count any more, TOO_MANY_ATTEMPTS.
 */
export interface SecondFactor {
  /** Whether signing in asks for a code. */
  isOn(accessToken: string): Promise<boolean>;
  /** A new secret in Base32 for an authenticator; it counts once confirmed. */
  begin(accessToken: string): Promise<string>;
  /** CODE_REFUSED for a wrong code, or when nothing was begun. */
  confirm(accessToken: string, code: string): Promise<void>;
  remove(accessToken: string): Promise<void>;
}

/** Accounts of people. Each method may be repeated. PASSWORD_REFUSED, TOO_MANY_ATTEMPTS. */
export interface Accounts {
  /** Creates the account under the agent's id, or finds it there already. Without a password one is sent by e-mail. */
  invite(agentId: AgentId, email: string, temporaryPassword?: string): Promise<void>;
  /** Gives the account a password that must be changed at the next sign-in; an account that is missing is made. */
  setPassword(agentId: AgentId, email: string, temporaryPassword: string): Promise<void>;
  /** The same, and the password is sent by e-mail as in an invitation. */
  sendPassword(agentId: AgentId, email: string, temporaryPassword: string): Promise<void>;
  /** Whether the account may sign in. One that is missing stays so. */
  setEnabled(agentId: AgentId, enabled: boolean): Promise<void>;
  /** No refresh token of before works any more. */
  signOutEverywhere(agentId: AgentId): Promise<void>;
  /** Deletes the account, and with it the e-mail's use as a login. */
  remove(agentId: AgentId): Promise<void>;
}
