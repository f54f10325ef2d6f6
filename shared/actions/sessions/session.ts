import { AgentItem, LoginItem } from "../../contracts/stored/shapes.ts";
import { type AttemptsDeps, assertNotBlocked, countAttempt, forgetAttempts } from "./attempts.ts";
import type { Challenge, SessionTokens, SignIn } from "../../ports/identity.ts";
import { actorOf, assertAccessHours, personOf } from "./actor.ts";
import type { Agent } from "../../contracts/organisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import { assertPassword } from "../../domain/password.ts";
import { keys } from "../../contracts/stored/keys.ts";

export interface SessionDeps extends AttemptsDeps {
  readonly signIn: SignIn;
}

type Answered = SessionTokens | Challenge;

/**
 * Signs in from a network address. SIGN_IN_REFUSED for a wrong password, an unknown e-mail and an inactive person alike;
 * TOO_MANY_ATTEMPTS with `retryAfter` in seconds after failures in a row, whether the account exists or not;
 * OUTSIDE_ACCESS_HOURS only when the password was right.
 */
export async function startSession(
  deps: SessionDeps,
  input: { readonly email: string; readonly password: string; readonly source: string },
): Promise<Answered> {
  const { email, password, source } = input;
  return trying(deps, email, source, async () => {
    const answer = await deps.signIn.withPassword(email, password);
    if (answer.kind === "session") return answer;
    const agent = await agentOf(deps.store, email);
    if (!agent?.active) throw new DeskError("SIGN_IN_REFUSED");
    assertAccessHours(agent, deps.clock.now());
    return answer;
  });
}

/**
 * Answers a challenge of the sign-in. Codes are counted by the account that was asked, whatever e-mail is said to be its own.
 * CHALLENGE_EXPIRED, PASSWORD_REFUSED, SIGN_IN_REFUSED, TOO_MANY_ATTEMPTS, OUTSIDE_ACCESS_HOURS.
 */
export async function answerChallenge(
  deps: SessionDeps,
  answer: { readonly challengeToken: string; readonly source: string } & (
    | { readonly challenge: "NEW_PASSWORD_REQUIRED"; readonly newPassword: string }
    | { readonly challenge: "SOFTWARE_TOKEN_MFA"; readonly code: string }
  ),
): Promise<Answered> {
  const { challengeToken, source } = answer;
  if (answer.challenge === "NEW_PASSWORD_REQUIRED") assertPassword(answer.newPassword);
  const account = deps.signIn.challenged(challengeToken).toLowerCase();
  return trying(deps, account, source, () =>
    answer.challenge === "NEW_PASSWORD_REQUIRED"
      ? deps.signIn.withNewPassword(challengeToken, answer.newPassword)
      : deps.signIn.withCode(challengeToken, answer.code),
  );
}

/** Renews a session by its refresh token, which is replaced. UNAUTHENTICATED when it does not count any more; OUTSIDE_ACCESS_HOURS. */
export async function renewSession(
  deps: Pick<SessionDeps, "signIn" | "store" | "clock">,
  refreshToken: string | undefined,
): Promise<SessionTokens> {
  if (refreshToken === undefined) throw new DeskError("UNAUTHENTICATED");
  const session = await deps.signIn.renew(refreshToken);
  await actorOf(deps, session.claims);
  return session;
}

/**
 * One attempt against the user pool. It counts as a failure until a whole session has come of it, which has the failures
 * forgotten; a challenge on the way there does not, or codes could be guessed for ever by whoever knows the password.
 */
async function trying(
  deps: SessionDeps,
  name: string,
  address: string,
  ask: () => Promise<Answered>,
): Promise<Answered> {
  const source = { kind: "source", name: address } as const;
  await assertNotBlocked(deps, source);
  await countAttempt(deps, { kind: "login", name });
  try {
    const answer = await ask();
    if (answer.kind === "challenge") return answer;
    const agent = await admit(deps, answer);
    const names = new Set([name, agent.email]);
    await Promise.all([...names].map((it) => forgetAttempts(deps, { kind: "login", name: it })));
    assertAccessHours(agent, deps.clock.now());
    return answer;
  } catch (error) {
    if (error instanceof DeskError && error.code === "SIGN_IN_REFUSED") await countAttempt(deps, source);
    throw error;
  }
}

/** Whose session it is. A person who is not active, or not there, is refused like a wrong password. */
async function admit(deps: SessionDeps, { claims }: SessionTokens): Promise<Agent> {
  try {
    return await personOf(deps, claims);
  } catch (error) {
    if (!(error instanceof DeskError) || error.code !== "UNAUTHENTICATED") throw error;
    throw new DeskError("SIGN_IN_REFUSED", {}, { cause: error });
  }
}

async function agentOf(store: Store, email: string): Promise<Agent | undefined> {
  const login = await store.get(LoginItem, keys.login(email));
  return login && store.get(AgentItem, keys.agent(login.agentId));
}
