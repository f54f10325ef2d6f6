import type { Agent } from "../../contracts/organisation.ts";
import { AgentId } from "../../contracts/ids.ts";
import { AgentItem } from "../../contracts/stored/shapes.ts";
import type { Claims } from "../../ports/identity.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { isOpen, nextOpening } from "../../domain/hours.ts";
import { keys } from "../../contracts/stored/keys.ts";

/**
 * The person behind a verified access token. UNAUTHENTICATED when there is no such person, they are not active, or the
 * session was ended. OUTSIDE_ACCESS_HOURS, with the time at which access opens again, outside the person's access hours.
 */
export async function actorOf(
  deps: { readonly store: Store; readonly clock: Clock },
  claims: Claims,
): Promise<Agent> {
  const agent = await personOf(deps, claims);
  assertAccessHours(agent, deps.clock.now());
  return agent;
}

/** The same, whatever their access hours say. */
export async function personOf({ store }: { readonly store: Store }, claims: Claims): Promise<Agent> {
  const agentId = AgentId.safeParse(inOurCase(claims.username));
  const agent = agentId.success ? await store.get(AgentItem, keys.agent(agentId.data)) : undefined;
  if (agent === undefined || !holds(agent, claims.sessionBeganAt)) throw new DeskError("UNAUTHENTICATED");
  return agent;
}

/**
 * Whether a session of this person that began then still counts. Token times are whole seconds: a session that began in the
 * very second of the ending does not, because it may be one that was ended.
 */
export const holds = (agent: Pick<Agent, "active" | "sessionsValidAfter">, sessionBeganAt: number): boolean =>
  agent.active && sessionBeganAt > Math.floor(Date.parse(agent.sessionsValidAfter) / 1_000);

/** OUTSIDE_ACCESS_HOURS, with the time at which access opens again (null: not in sight). */
export function assertAccessHours(agent: Pick<Agent, "accessHours">, now: Time): void {
  if (isOpen(agent.accessHours, now)) return;
  throw new DeskError("OUTSIDE_ACCESS_HOURS", { opensAt: nextOpening(agent.accessHours, now) });
}

/** A user pool that ignores case tells user names in lower case. */
const inOurCase = (username: string): string =>
  username.replace(/^agt_(.+)$/i, (_, ulid: string) => `agt_${ulid.toUpperCase()}`);
