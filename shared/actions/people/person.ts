import { type Actor, rightsOver } from "../../domain/authorisation.ts";
import { AgentItem, AgentListingItem } from "../../contracts/stored/shapes.ts";
import { type Change, type Store, check, equals } from "../../ports/store.ts";
import { type Places, readPlaces, sectorsOfPerson } from "./memberships.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Accounts } from "../../ports/identity.ts";
import type { AdministerDeps } from "../organisation/administer.ts";
import type { Agent } from "../../contracts/organisation.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";

export interface PeopleDeps extends AdministerDeps {
  readonly configuration: Configuration;
  readonly accounts: Accounts;
}

/** What others see of an agent's record. */
export type AgentView = Omit<Agent, "sessionsValidAfter">;

export const viewOf = ({ sessionsValidAfter: _, ...view }: Agent): AgentView => view;

/** A person, and what the asker may do about them. NOT_FOUND for who is missing, and for who does not exist for the asker. */
export async function personFor(
  deps: { readonly store: Store; readonly configuration: Configuration },
  actor: Actor,
  agentId: AgentId,
): Promise<{ readonly agent: Agent; readonly rights: "see" | "places" | "all"; readonly places: Places }> {
  const [agent, places] = await Promise.all([
    deps.store.get(AgentItem, keys.agent(agentId)),
    readPlaces(deps.configuration),
  ]);
  if (agent === undefined) throw new DeskError("NOT_FOUND");
  const rights = rightsOver(actor, { role: agent.role, sectorIds: sectorsOfPerson(agent, places) });
  if (rights === "none") throw new DeskError("NOT_FOUND");
  return { agent, rights, places };
}

/** The same, for what concerns the whole person. FORBIDDEN for who may see them, or some of it, only. */
export async function wholePersonFor(
  deps: { readonly store: Store; readonly configuration: Configuration },
  actor: Actor,
  agentId: AgentId,
): Promise<{ readonly agent: Agent; readonly places: Places }> {
  const { rights, ...found } = await personFor(deps, actor, agentId);
  if (rights !== "all") throw new DeskError("FORBIDDEN");
  return found;
}

/**
 * For who is about to cease to be an active administrator: the change that keeps another one in place until the transaction
 * is made, so that two cannot put each other out at once. LAST_ADMIN when there is no other.
 */
export async function anotherAdmin(
  store: Store,
  before: Agent,
  after: Agent | undefined,
): Promise<readonly Change[]> {
  const isAdmin = (agent: Agent | undefined): boolean => agent?.role === "admin" && agent.active;
  if (!isAdmin(before) || isAdmin(after)) return [];
  const other = await findAdministrator(store, before.id);
  if (other === undefined) throw new DeskError("LAST_ADMIN");
  return [
    check(
      "another administrator",
      AgentItem,
      keys.agent(other.id),
      equals(["role"], "admin"),
      equals(["active"], true),
    ),
  ];
}

/** An active administrator of the desk other than `except`, if there is one. */
export async function findAdministrator(store: Store, except?: AgentId): Promise<Agent | undefined> {
  let after: string | undefined;
  do {
    const page = await store.query(AgentListingItem, {
      ...{ pk: partitions.configuration, prefix: prefixes.agents, limit: 100 },
      ...(after === undefined ? {} : { after }),
    });
    const agents = await store.getMany<Agent[]>(
      page.items.map(({ agentId }) => ({ shape: AgentItem, key: keys.agent(agentId) })),
    );
    const found = agents.find((agent) => agent?.role === "admin" && agent.active && agent.id !== except);
    if (found !== undefined) return found;
    after = page.next;
  } while (after !== undefined);
  return undefined;
}
