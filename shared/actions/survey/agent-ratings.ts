import { type AgentRating, AgentRatingItem } from "../../contracts/stored/shapes.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { Store } from "../../ports/store.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** How contacts rated somebody over all, as the API tells it: `average` is from 1 to 5, with two decimals. */
export interface OverallRating {
  readonly average: number;
  readonly count: number;
}

/** The ratings of these people, in order; null for whom nobody rated yet. As they were moments ago: half a read unit each. */
export async function ratingsOf(
  store: Store,
  agentIds: readonly AgentId[],
): Promise<readonly (OverallRating | null)[]> {
  const found = await store.getMany<AgentRating[]>(
    agentIds.map((agentId) => ({ shape: AgentRatingItem, key: keys.agentRating(agentId) })),
    { consistency: "eventual" },
  );
  return found.map((rating) => (rating === undefined ? null : overall(rating)));
}

const overall = ({ sum, count }: AgentRating): OverallRating => ({
  average: Math.round((100 * sum) / count) / 100,
  count,
});
