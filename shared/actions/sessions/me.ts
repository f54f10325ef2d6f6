import type { Agent } from "../../contracts/organisation.ts";
import { type Configuration, withAll } from "../configuration/configuration.ts";
import type { Me } from "../../contracts/routes/access.ts";
import { queuesOf, sectorsOf } from "../tickets/list-sources.ts";
import type * as z from "zod";

/** The person's own record, and names of the sectors and channels they meet. */
export async function describeMe(
  { configuration }: { readonly configuration: Configuration },
  agent: Agent,
): Promise<z.infer<typeof Me>> {
  const [queues, channels] = await Promise.all([
    withAll(configuration.queues, agent.queueIds),
    configuration.channels(),
  ]);
  const served = queues.filter((queue) => agent.queueIds.includes(queue.id)).map((queue) => queue.sectorId);
  const sectors = await withAll(configuration.sectors, [...agent.sectorIds, ...served]);
  const whole = sectorsOf(agent, sectors);
  const met = new Set([...whole, ...queuesOf(agent, queues, whole).map((queue) => queue.sectorId)]);
  const { sessionsValidAfter: _, ...own } = agent;
  return {
    agent: own,
    channels: channels.map(({ id, kind, name }) => ({ id, kind, name })),
    sectors: sectors.filter((sector) => met.has(sector.id)).map(({ id, name }) => ({ id, name })),
  };
}
