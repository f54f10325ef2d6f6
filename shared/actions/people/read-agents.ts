import { AgentItem, AgentListingItem, AgentPhotoItem } from "../../contracts/stored/shapes.ts";
import { type Actor, rightsOver } from "../../domain/authorisation.ts";
import { type AgentView, personFor, viewOf } from "./person.ts";
import type { ListDeps, Page, Paging } from "../organisation/lists.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import { type OverallRating, ratingsOf } from "../survey/agent-ratings.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import { readPlaces, sectorsOfPerson } from "./memberships.ts";
import type { Agent, Presence } from "../../contracts/organisation.ts";
import type { AgentId, ChannelId } from "../../contracts/ids.ts";
import type { PresenceDeps } from "../presence/change-presence.ts";
import { readPresence } from "../presence/set-presence.ts";
import { seatsOfAgent } from "../presence/seats.ts";

/** A person, and how contacts rated the tickets they attended. */
export interface RatedAgent extends AgentView {
  readonly rating: OverallRating | null;
}

/** People, in order of creation: all for an administrator; for a supervisor those who work in their sectors. */
export async function listAgents(
  deps: ListDeps,
  { actor, cursor, limit }: Paging,
): Promise<Page<RatedAgent>> {
  const sealed = { list: "agents", actor: actor.id };
  const places = await readPlaces(deps.configuration);
  const shows = (agent: Agent): boolean =>
    rightsOver(actor, { role: agent.role, sectorIds: sectorsOfPerson(agent, places) }) !== "none";
  const items: AgentView[] = [];
  let after = openCursor(deps.cursors, cursor, sealed);
  do {
    const page = await deps.store.query(AgentListingItem, {
      ...{ pk: partitions.configuration, prefix: prefixes.agents, limit: limit - items.length },
      ...(after === undefined ? {} : { after }),
    });
    const agents = await deps.store.getMany<Agent[]>(
      page.items.map(({ agentId }) => ({ shape: AgentItem, key: keys.agent(agentId) })),
    );
    items.push(...agents.flatMap((agent) => (agent !== undefined && shows(agent) ? [viewOf(agent)] : [])));
    after = page.next;
  } while (after !== undefined && items.length < limit);
  const ids = items.map(({ id }) => id);
  const ratings = ids.length === 0 ? [] : await ratingsOf(deps.store, ids);
  const rated = items.map((item, index) => ({ ...item, rating: ratings[index] ?? null }));
  return { items: rated, cursor: sealCursor(deps.cursors, after, sealed) };
}

/** A person whole: record, rating, picture, presence on each channel, and how many tickets they hold. */
export interface AgentDetail extends RatedAgent {
  readonly photo: string | null;
  readonly presence: readonly (Presence & { readonly channelId: ChannelId })[];
  readonly openTickets: number;
}

/** A person whom the asker may see. NOT_FOUND. */
export async function readAgent(
  deps: PresenceDeps,
  { actor, agentId }: { readonly actor: Actor; readonly agentId: AgentId },
): Promise<AgentDetail> {
  const { agent } = await personFor(deps, actor, agentId);
  const [photo, [rating = null], presence, seats] = await Promise.all([
    agent.hasPhoto ? deps.store.get(AgentPhotoItem, keys.agentPhoto(agentId)) : undefined,
    ratingsOf(deps.store, [agentId]),
    readPresence(deps, agentId),
    seatsOfAgent(deps, agentId),
  ]);
  const openTickets = seats.reduce((sum, seat) => sum + seat.load, 0);
  return { ...viewOf(agent), rating, photo: photo?.photo ?? null, presence, openTickets };
}
