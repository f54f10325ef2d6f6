import type { Attempts } from "./attempts.ts";
import type { Clock, Log, Sockets } from "../../ports/ports.ts";
import { addSeconds } from "../../domain/time.ts";
import { isOpen, nextClosing, nextOpening } from "../../domain/hours.ts";
import { recordChanges, withoutSessions } from "../sessions/end-sessions.ts";
import { AgentItem } from "../../contracts/stored/shapes.ts";
import type { AgentListing } from "../../contracts/stored/shapes.ts";
import { ConditionFailed, type Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { pushAll } from "../sockets/push.ts";

/** How long before the end of their access hours people are warned, in seconds. */
const warningSeconds = 300;

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly sockets: Sockets;
  readonly log: Log;
}

/**
 * Warns whose access hours are about to end, and ends the sessions of those whose hours are over: each once, because whose
 * sessions ended cannot begin another before access opens again. Answers how many ended. Requests are refused by the hours
 * themselves in any case.
 */
export async function endByAccessHours(
  deps: Deps,
  agents: readonly AgentListing[],
  attempts: Attempts,
): Promise<number> {
  const now = deps.clock.now();
  const bound = agents.filter((agent) => agent.active && agent.accessHours !== null);
  const warnings = bound.flatMap(({ agentId, accessHours }) => {
    const at = nextClosing(accessHours, now);
    return at !== null && at <= addSeconds(now, warningSeconds)
      ? [{ agentId, message: { type: "session-ending" as const, at } }]
      : [];
  });
  const over = bound.filter((agent) => mayHaveSessions(agent, now));
  const ended = await Promise.all(
    over.map(({ agentId }) =>
      attempts.attempt({ kind: "access hours", agentId }, false, () => endSession(deps, agentId)),
    ),
  );
  await pushAll(deps, warnings);
  return ended.filter(Boolean).length;
}

/** Whether access is closed now, and was open at some time since the person's sessions last ended. */
function mayHaveSessions(
  { accessHours, sessionsValidAfter }: Pick<AgentListing, "accessHours" | "sessionsValidAfter">,
  now: Time,
): boolean {
  if (isOpen(accessHours, now)) return false;
  const opening = nextOpening(accessHours, sessionsValidAfter);
  return isOpen(accessHours, sessionsValidAfter) || (opening !== null && opening <= now);
}

/** On the record as it is now; one that somebody changes at this moment is looked at again in a minute. */
async function endSession(deps: Deps, agentId: AgentListing["agentId"]): Promise<boolean> {
  const now = deps.clock.now();
  const agent = await deps.store.get(AgentItem, keys.agent(agentId));
  if (agent === undefined || !agent.active || !mayHaveSessions(agent, now)) return false;
  try {
    await deps.store.commit(recordChanges(agent, withoutSessions(agent, now)));
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
