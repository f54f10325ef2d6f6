import type { Challenge, SessionTokens } from "../../shared/ports/identity.ts";
import type { Digest, Log, Random } from "../../shared/ports/ports.ts";
import {
  answerChallenge,
  endSessions,
  renewSession,
  startSession,
} from "../../shared/actions/sessions/session.ts";
import { forgottenCookie, refreshCookie, refreshTokenOf } from "../middleware/refresh-cookie.ts";
import { readPresence, setPresence } from "../../shared/actions/presence/set-presence.ts";
import type { PresenceDeps } from "../../shared/actions/presence/set-presence.ts";
import type { RestHandler } from "../middleware/rest.ts";
import type { SessionAnswer } from "../../shared/contracts/routes/access.ts";
import type { SessionDeps } from "../../shared/actions/sessions/session.ts";
import { WithCookie } from "../middleware/rest-response.ts";
import { accessRoutes } from "../../shared/contracts/routes/access.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { describeMe } from "../../shared/actions/sessions/me.ts";
import { issueSocketTicket } from "../../shared/actions/sockets/connect.ts";

export interface AccessDeps extends SessionDeps, PresenceDeps {
  readonly random: Random;
  readonly digest: Digest;
  readonly log: Log;
  /** Where sockets are opened. */
  readonly socketUrl: string;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** Sessions, the person's own record and presence, and tickets for sockets. */
export function createAccessHandler(deps: AccessDeps): RestHandler {
  return createRestHandler(
    "api-access",
    accessRoutes,
    {
      health: async () => ({ status: "ok" as const, time: deps.clock.now() }),
      signIn: async ({ body }) => sessionAnswer(await startSession(deps, body)),
      answerChallenge: async ({ body }) => sessionAnswer(await answerChallenge(deps, body)),
      refreshSession: async ({ event }) => sessionAnswer(await renewSession(deps, refreshTokenOf(event))),
      signOut: async ({ actor }) => {
        await endSessions(deps, actor.id);
        // Tokens tell when a session began in whole seconds only, and all of this second are refused. Whoever signs in
        // after this answer must not be among them.
        await deps.sleep(1_000 - (Date.parse(deps.clock.now()) % 1_000));
        return new WithCookie({}, forgottenCookie);
      },
      me: async ({ actor }) => describeMe(deps, actor),
      openSocket: async ({ actor }) => ({
        url: deps.socketUrl,
        ticket: await issueSocketTicket(deps, actor.id),
      }),
      myPresence: async ({ actor }) => ({ items: [...(await readPresence(deps, actor))] }),
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
  const { refreshToken, ...session } = answer;
  return new WithCookie<SessionAnswer>(session, refreshCookie(refreshToken));
}
