import { type Act, type AdministerDeps, auditRecord } from "../organisation/administer.ts";
import { AgentItem, AgentListingItem } from "../../contracts/stored/shapes.ts";
import { type Change, put, versionIs } from "../../ports/store.ts";
import type { Agent } from "../../contracts/organisation.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { SignIn } from "../../ports/identity.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { latest } from "../../domain/time.ts";
import { sameValue } from "../../domain/equality.ts";
import { untilSettled } from "../timeline/retry.ts";

/** The agent with every session ended. */
export const withoutSessions = (agent: Agent, now: Time): Agent => ({
  ...agent,
  version: agent.version + 1,
  sessionsValidAfter: latest(agent.sessionsValidAfter, now),
});

/**
 * The changes that write an agent's record over the one it was decided on, and its listing where that tells of what
 * changed. Everything else that the end of a session brings follows from the record's change, through the relay.
 */
export function recordChanges(before: Agent, after: Agent): readonly Change[] {
  const listed = sameValue(listingOf(before), listingOf(after))
    ? []
    : [put("agent listing", AgentListingItem, listingOf(after))];
  return [put("agent", AgentItem, after, versionIs(before.version)), ...listed];
}

/** An agent as the list of agents tells of them. */
export const listingOf = ({ id: agentId, active, accessHours, sessionsValidAfter }: Agent) => ({
  ...{ agentId, active, accessHours, sessionsValidAfter },
});

/** How the audit tells of a person's sessions that were ended. */
export const signedOut = (agentId: AgentId): Act => ({
  ...{ action: "signed-out", kind: "session", resourceId: agentId },
  ...{ before: null, after: null },
});

/**
 * Ends every session of the person themself: their tokens are refused from now on, not only when they expire, sockets close
 * and their tickets go back to the head of their queues.
 */
export async function endSessions(
  deps: AdministerDeps & { readonly signIn: Pick<SignIn, "signOutEverywhere"> },
  agentId: AgentId,
): Promise<void> {
  await untilSettled(async () => {
    const agent = await deps.store.get(AgentItem, keys.agent(agentId));
    if (agent === undefined) throw new DeskError("UNAUTHENTICATED");
    await deps.store.commit([
      ...recordChanges(agent, withoutSessions(agent, deps.clock.now())),
      auditRecord(deps, agent, signedOut(agentId)),
    ]);
  });
  await deps.signIn.signOutEverywhere(agentId);
}
