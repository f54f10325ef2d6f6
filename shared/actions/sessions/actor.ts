import type { Agent } from "../../contracts/organisation.ts";
import { AgentId } from "../../contracts/ids.ts";
import { AgentItem } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import { keys } from "../../contracts/stored/keys.ts";

/**
 * The person behind a verified access token. UNAUTHENTICATED when there is no such person, they are not active, or the
 * session began before their sessions were ended. Token times are whole seconds: a session that began in the very second
 * of the ending is refused, because it may be one that was ended.
 */
export async function actorOf(
  { store }: { readonly store: Store },
  claims: { readonly username: string; readonly sessionBeganAt: number },
): Promise<Agent> {
  const agentId = AgentId.safeParse(inOurCase(claims.username));
  const agent = agentId.success ? await store.get(AgentItem, keys.agent(agentId.data)) : undefined;
  const validAfter = agent === undefined ? Infinity : Date.parse(agent.sessionsValidAfter) / 1_000;
  if (agent === undefined || !agent.active || claims.sessionBeganAt <= Math.floor(validAfter)) {
    throw new DeskError("UNAUTHENTICATED");
  }
  return agent;
}

/** A user pool that ignores case tells user names in lower case. */
const inOurCase = (username: string): string =>
  username.replace(/^agt_(.+)$/i, (_, ulid: string) => `agt_${ulid.toUpperCase()}`);
