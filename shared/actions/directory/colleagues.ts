import { AgentItem, AgentListingItem } from "../../contracts/stored/shapes.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Agent } from "../../contracts/organisation.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { addSeconds } from "../../domain/time.ts";

/** For how long the names of colleagues are remembered. */
export const colleagueSeconds = 30;

/** Everybody of the business, in order of creation, at most `colleagueSeconds` old. */
export type Colleagues = () => Promise<readonly Agent[]>;

/**
 * Reads everybody through a memory that lives as long as the function's sandbox: half a read unit for each person, once in the time
 * for which they are remembered.
 */
export function createColleagues({ store, clock }: { store: Store; clock: Clock }): Colleagues {
  let memory: { readonly until: Time; readonly agents: Promise<readonly Agent[]> } | undefined;
  return async () => {
    if (memory !== undefined && clock.now() < memory.until) return memory.agents;
    const reading = { until: addSeconds(clock.now(), colleagueSeconds), agents: everybody(store) };
    memory = reading;
    try {
      return await reading.agents;
    } catch (error) {
      if (memory === reading) memory = undefined;
      throw error;
    }
  };
}

async function everybody(store: Store): Promise<readonly Agent[]> {
  const agents: Agent[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(AgentListingItem, {
      ...{ pk: partitions.configuration, prefix: prefixes.agents, limit: 1_000, consistency: "eventual" },
      ...(after === undefined ? {} : { after }),
    });
    const records = await store.getMany<Agent[]>(
      page.items.map(({ agentId }) => ({ shape: AgentItem, key: keys.agent(agentId) })),
      { consistency: "eventual" },
    );
    agents.push(...records.flatMap((agent) => (agent === undefined ? [] : [agent])));
    after = page.next;
  } while (after !== undefined);
  return agents;
}
