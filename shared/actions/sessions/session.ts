import { AgentItem, LoginItem } from "../../contracts/stored/shapes.ts";
import type { Challenge, SessionTokens, SignIn } from "../../ports/identity.ts";
import { type Store, update } from "../../ports/store.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import { keys } from "../../contracts/stored/keys.ts";

export interface SessionDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly signIn: SignIn;
}

/** Signs in. SIGN_IN_REFUSED for a wrong password, an unknown e-mail and an inactive person alike; TOO_MANY_ATTEMPTS. */
export async function startSession(
  deps: SessionDeps,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<SessionTokens | Challenge> {
  const answer = await deps.signIn.withPassword(email, password);
  await assertActive(deps.store, email);
  return answer;
}

/** Answers a challenge of the sign-in. CHALLENGE_EXPIRED, PASSWORD_REFUSED, SIGN_IN_REFUSED, TOO_MANY_ATTEMPTS. */
export async function answerChallenge(
  deps: SessionDeps,
  answer:
    | {
        readonly challenge: "NEW_PASSWORD_REQUIRED";
        readonly email: string;
        readonly challengeToken: string;
        readonly newPassword: string;
      }
    | {
        readonly challenge: "SOFTWARE_TOKEN_MFA";
        readonly email: string;
        readonly challengeToken: string;
        readonly code: string;
      },
): Promise<SessionTokens | Challenge> {
  await assertActive(deps.store, answer.email);
  return answer.challenge === "NEW_PASSWORD_REQUIRED"
    ? deps.signIn.withNewPassword(answer.email, answer.challengeToken, answer.newPassword)
    : deps.signIn.withCode(answer.email, answer.challengeToken, answer.code);
}

/** Renews a session by its refresh token, which is replaced. UNAUTHENTICATED when it does not count any more. */
export async function renewSession(
  { signIn }: Pick<SessionDeps, "signIn">,
  refreshToken: string | undefined,
): Promise<SessionTokens> {
  if (refreshToken === undefined) throw new DeskError("UNAUTHENTICATED");
  return signIn.renew(refreshToken);
}

/** Ends every session of the person: their tokens are refused from now on, not only when they expire. */
export async function endSessions(deps: SessionDeps, agentId: AgentId): Promise<void> {
  const set = [[["sessionsValidAfter"], deps.clock.now()]] as const;
  await deps.store.commit([update("agent", AgentItem, keys.agent(agentId), { set })]);
  await deps.signIn.signOutEverywhere(agentId);
}

async function assertActive(store: Store, email: string): Promise<void> {
  const login = await store.get(LoginItem, keys.login(email));
  const agent = login && (await store.get(AgentItem, keys.agent(login.agentId)));
  if (!agent?.active) throw new DeskError("SIGN_IN_REFUSED");
}
