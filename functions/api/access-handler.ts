import type { Challenge, SessionTokens } from "../../shared/ports/identity.ts";
import type { Log } from "../../shared/ports/ports.ts";
import { accessTokenOf, claimsOf, sourceOf } from "../middleware/actor.ts";
import { answerChallenge, renewSession, startSession } from "../../shared/actions/sessions/session.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
} from "../../shared/actions/sessions/second-factor.ts";
import type { SecondFactorDeps } from "../../shared/actions/sessions/second-factor.ts";
import { forgottenCookie, refreshCookie, refreshTokenOf } from "../middleware/refresh-cookie.ts";
import { readPresence, setPresence } from "../../shared/actions/presence/set-presence.ts";
import type { PresenceDeps } from "../../shared/actions/presence/change-presence.ts";
import type { RestHandler } from "../middleware/rest.ts";
import type { SessionAnswer } from "../../shared/contracts/routes/access.ts";
import type { SessionDeps } from "../../shared/actions/sessions/session.ts";
import { WithCookie } from "../middleware/rest-response.ts";
import { accessRoutes } from "../../shared/contracts/routes/access.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { endSessions } from "../../shared/actions/sessions/end-sessions.ts";
import { endOfSecond } from "../middleware/end-of-second.ts";
import { describeMe } from "../../shared/actions/sessions/me.ts";
import { issueSocketTicket } from "../../shared/actions/sockets/connect.ts";

export interface AccessDeps extends SessionDeps, PresenceDeps, SecondFactorDeps {
  readonly log: Log;
  /** Where sockets are opened. */
  readonly socketUrl: string;
  /** What the distribution says in `frontHeader`. */
  readonly frontMark: string;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** Sessions, the person's own record and presence, and tickets for sockets. */
export function createAccessHandler(deps: AccessDeps): RestHandler {
  return createRestHandler(
    "api-access",
    accessRoutes,
    {
      health: async () => ({ status: "ok" as const, time: deps.clock.now() }),
      signIn: async ({ body, event }) =>
        sessionAnswer(await startSession(deps, { ...body, source: sourceOf(event, deps.frontMark) })),
      answerChallenge: async ({ body, event }) =>
        sessionAnswer(await answerChallenge(deps, { ...body, source: sourceOf(event, deps.frontMark) })),
      refreshSession: async ({ event }) => sessionAnswer(await renewSession(deps, refreshTokenOf(event))),
      signOut: async ({ actor }) => {
        await endSessions(deps, actor.id);
        await endOfSecond(deps);
        return new WithCookie({}, forgottenCookie);
      },
      me: async ({ actor }) => describeMe(deps, actor),
      myMfa: async ({ event }) => ({ on: await deps.secondFactor.isOn(accessTokenOf(event)) }),
      beginMfa: async ({ actor, event }) =>
        beginSecondFactor(deps, { actor, accessToken: accessTokenOf(event) }),
      confirmMfa: async ({ actor, event, body }) => {
        await confirmSecondFactor(deps, { actor, accessToken: accessTokenOf(event), ...body });
        return {};
      },
      removeMfa: async ({ actor, event }) => {
        await removeSecondFactor(deps, { actor, accessToken: accessTokenOf(event) });
        return {};
      },
      openSocket: async ({ actor, event }) => {
        const { sessionBeganAt } = claimsOf(event);
        const ticket = await issueSocketTicket(deps, { agentId: actor.id, sessionBeganAt });
        return { url: deps.socketUrl, ticket };
      },
      myPresence: async ({ actor }) => ({ items: [...(await readPresence(deps, actor.id))] }),
      setPresence: async ({ actor, params, body }) => ({
        items: [...(await setPresence(deps, { actor, ...params, ...body }))],
      }),
    },
    deps,
  );
}

/** The refresh token goes into the cookie and nowhere else. */
function sessionAnswer(answer: SessionTokens | Challenge): SessionAnswer | WithCookie<SessionAnswer> {
  if (answer.kind === "challenge") return answer;
  const { refreshToken, claims: _, ...session } = answer;
  return new WithCookie<SessionAnswer>(session, refreshCookie(refreshToken));
}
