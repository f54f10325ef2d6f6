import { type PeopleDeps, wholePersonFor } from "./person.ts";
import { recordChanges, signedOut, withoutSessions } from "../sessions/end-sessions.ts";
import { type Act, auditRecord } from "../organisation/administer.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { Agent } from "../../contracts/organisation.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { assertPassword, temporaryPasswordDigits, temporaryPasswordOf } from "../../domain/password.ts";
import { untilSettled } from "../timeline/retry.ts";

interface Asked {
  readonly actor: Actor;
  readonly agentId: AgentId;
}

/**
 * Ends every session of a person: tokens refused at once, sockets closed, tickets back to the head of their queues.
 * NOT_FOUND, FORBIDDEN.
 */
export async function signAgentOut(deps: PeopleDeps, asked: Asked): Promise<void> {
  await endSessionsOf(deps, asked, signedOut(asked.agentId));
  await deps.accounts.signOutEverywhere(asked.agentId);
}

/**
 * Gives a person a temporary password, which they change when they sign in, and ends their sessions as above. Without one,
 * one is made up and sent to them by e-mail: nobody else ever sees it. Who never signed in is invited again by it.
 * PASSWORD_REFUSED, NOT_FOUND, FORBIDDEN. The act is on record before it is done: none goes untold.
 */
export async function setAgentPassword(
  deps: PeopleDeps,
  { temporaryPassword, ...asked }: Asked & { readonly temporaryPassword?: string | undefined },
): Promise<void> {
  if (temporaryPassword !== undefined) assertPassword(temporaryPassword);
  const { id, email } = await endSessionsOf(deps, asked, {
    ...{ action: "password-set", kind: "agent", resourceId: asked.agentId },
    ...{ before: null, after: null },
  });
  if (temporaryPassword === undefined)
    await deps.accounts.sendPassword(
      id,
      email,
      temporaryPasswordOf(deps.random.digits(temporaryPasswordDigits)),
    );
  else await deps.accounts.setPassword(id, email, temporaryPassword);
  await deps.accounts.signOutEverywhere(id);
}

async function endSessionsOf(deps: PeopleDeps, { actor, agentId }: Asked, act: Act): Promise<Agent> {
  return untilSettled(async () => {
    const { agent } = await wholePersonFor(deps, actor, agentId);
    await deps.store.commit([
      ...recordChanges(agent, withoutSessions(agent, deps.clock.now())),
      auditRecord(deps, actor, act),
    ]);
    return agent;
  });
}
