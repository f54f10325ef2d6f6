import { AgentItem, AgentListingItem, AgentPhotoItem } from "../../contracts/stored/shapes.ts";
import { type Actor, rightsOver } from "../../domain/authorisation.ts";
import { type AgentView, personFor, viewOf } from "./person.ts";
import type { ListDeps, Page, Paging } from "../organisation/lists.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import { readPlaces, sectorsOfPerson } from "./memberships.ts";
import type { Agent, Presence } from "../../contracts/organisation.ts";
import type { AgentId, ChannelId } from "../../contracts/ids.ts";
import type { PresenceDeps } from "../presence/change-presence.ts";
import { readPresence } from "../presence/set-presence.ts";
import { seatsOfAgent } from "../presence/seats.ts";

/** People, in order of creation: all for an administrator; for a supervisor those who work in their sectors. */
export async function listAgents(deps: ListDeps, { actor, cursor, limit }: Paging): Promise<Page<AgentView>> {
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
  return { items, cursor: sealCursor(deps.cursors, after, sealed) };
}

/** A person whole: record, picture, presence on each channel, and how many tickets they hold. */
export interface AgentDetail extends AgentView {
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
  const [photo, presence, seats] = await Promise.all([
    agent.hasPhoto ? deps.store.get(AgentPhotoItem, keys.agentPhoto(agentId)) : undefined,
    readPresence(deps, agentId),
    seatsOfAgent(deps, agentId),
  ]);
  const openTickets = seats.reduce((sum, seat) => sum + seat.load, 0);
  return { ...viewOf(agent), photo: photo?.photo ?? null, presence, openTickets };
}
