import type { Agent } from "../../contracts/organisation.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Me } from "../../contracts/routes/access.ts";
import { queuesOf, sectorsOf } from "../tickets/list-sources.ts";
import type * as z from "zod";

/** The person's own record, and names of the sectors and channels they meet. */
export async function describeMe(
  { configuration }: { readonly configuration: Configuration },
  agent: Agent,
): Promise<z.infer<typeof Me>> {
  const [sectors, queues, channels] = await Promise.all([
    configuration.sectors(),
    configuration.queues(),
    configuration.channels(),
  ]);
  const whole = sectorsOf(agent, sectors);
  const met = new Set([...whole, ...queuesOf(agent, queues, whole).map((queue) => queue.sectorId)]);
  const { sessionsValidAfter: _, ...own } = agent;
  return {
    agent: own,
    channels: channels.map(({ id, kind, name }) => ({ id, kind, name })),
    sectors: sectors.filter((sector) => met.has(sector.id)).map(({ id, name }) => ({ id, name })),
  };
}
