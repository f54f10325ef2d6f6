import { type AgentListing, AgentListingItem } from "../../contracts/stored/shapes.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Store } from "../../ports/store.ts";

/** Everybody on the list of agents, as it was moments ago: about 25 people a read unit. */
export async function listedAgents(store: Pick<Store, "query">): Promise<readonly AgentListing[]> {
  const agents: AgentListing[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(AgentListingItem, {
      ...{ pk: partitions.configuration, prefix: prefixes.agents, limit: 1_000, consistency: "eventual" },
      ...(after === undefined ? {} : { after }),
    });
    agents.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return agents;
}
