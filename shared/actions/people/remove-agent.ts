import {
  AgentItem,
  AgentListingItem,
  AgentPhotoItem,
  FormerAgentItem,
  LoginItem,
} from "../../contracts/stored/shapes.ts";
import { type PeopleDeps, anotherAdmin, viewOf, wholePersonFor } from "./person.ts";
import { absent, equals, put, remove, versionIs } from "../../ports/store.ts";
import { assertRoom, managerChanges } from "./memberships.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import { administer } from "../organisation/administer.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Removes a person: record, listing, picture and login go, the name stays for what they did. That they are out of the desk
 * at once, and that their tickets go back and their seats go, follows from the record, through the relay. Their account is
 * deleted afterwards; an administrator who asks again completes that. NOT_FOUND, FORBIDDEN (also for oneself), LAST_ADMIN.
 */
export async function removeAgent(
  deps: PeopleDeps,
  { actor, agentId }: { readonly actor: Actor; readonly agentId: AgentId },
): Promise<void> {
  const former = actor.role === "admin" && (await deps.store.get(FormerAgentItem, keys.formerAgent(agentId)));
  if (!former) await untilSettled(() => removeRecord(deps, actor, agentId));
  await deps.accounts.remove(agentId);
}

async function removeRecord(deps: PeopleDeps, actor: Actor, agentId: AgentId): Promise<void> {
  const { agent, places } = await wholePersonFor(deps, actor, agentId);
  if (actor.id === agentId) throw new DeskError("FORBIDDEN", { reason: "oneself" });
  const former = { agentId, name: agent.name, removedAt: deps.clock.now() };
  await administer(deps, {
    actor,
    act: { action: "removed", kind: "agent", resourceId: agentId, before: viewOf(agent), after: null },
    changes: assertRoom([
      remove("agent", AgentItem, keys.agent(agentId), versionIs(agent.version)),
      remove("agent listing", AgentListingItem, keys.agentListing(agentId)),
      remove("e-mail", LoginItem, keys.login(agent.email), equals(["agentId"], agentId)),
      remove("photo", AgentPhotoItem, keys.agentPhoto(agentId)),
      put("former agent", FormerAgentItem, former, absent),
      ...managerChanges(places, agent, undefined),
      ...(await anotherAdmin(deps.store, agent, undefined)),
    ]),
    answer: {},
  });
}
