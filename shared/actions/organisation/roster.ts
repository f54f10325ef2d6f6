import type { Agent, Queue, Seat, Sector } from "../../contracts/organisation.ts";
import { type Actor, rightsOver } from "../../domain/authorisation.ts";
import { AgentItem, SeatItem } from "../../contracts/stored/shapes.ts";
import type { AgentId, QueueId, SectorId } from "../../contracts/ids.ts";
import { type Change, type Store, put, versionIs } from "../../ports/store.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { seatChanges } from "./seating.ts";

export interface RosterDeps {
  readonly store: Store;
  readonly configuration: Configuration;
}

/** What becomes of one person in a sector; what is not said stays. */
export interface Post {
  readonly agentId: AgentId;
  /** Whether they manage the sector. */
  readonly manages?: boolean;
  /** The queues of the sector that they are to serve, or to leave. */
  readonly serve?: readonly QueueId[];
  readonly leave?: readonly QueueId[];
}

const mostQueues = 40;
const mostSectors = 20;

/**
 * The changes that give people their posts in a sector: at most three for each person, one for who only manages. Only
 * supervisors manage, and viewers serve no queue (BAD_REQUEST, as for more than 40 queues or 20 sectors). A supervisor
 * names people of their own sectors, themselves, or who has no post yet; anybody else is NOT_FOUND, with the agent's id.
 * Of somebody who was removed only the seat changes.
 */
export async function rosterChanges(
  deps: RosterDeps,
  actor: Actor,
  sector: Pick<Sector, "id" | "ticketLimit">,
  posts: readonly Post[],
  now: Time,
): Promise<readonly Change[]> {
  const merged = merge(posts);
  if (merged.length === 0) return [];
  const queues = await deps.configuration.queues("fresh");
  const agents = await deps.store.getMany<Agent[]>(
    merged.map(({ agentId }) => ({ shape: AgentItem, key: keys.agent(agentId) })),
  );
  const seats = await seatsOf(deps, sector.id, merged);
  return merged.flatMap((post, index) => {
    const agent = agents[index];
    const { agentId } = post;
    const isNew = post.manages === true || post.serve.length > 0;
    if (isNew && (agent === undefined || !mayName(actor, agent, queues)))
      throw new DeskError("NOT_FOUND", { agentId });
    const own = seats.filter((seat) => seat.agentId === agentId);
    const before = own.find((seat) => seat.sectorId === sector.id)?.queueIds ?? [];
    const served = [...before.filter((it) => !post.leave.includes(it)), ...post.serve];
    const moves = post.serve.length > 0 || post.leave.length > 0;
    const seated = agent ?? { id: agentId, limits: {} };
    return [
      ...(agent === undefined
        ? []
        : [put(`agent ${agentId}`, AgentItem, posted(agent, sector.id, post), versionIs(agent.version))]),
      ...(moves ? seatChanges(own, seated, sector, served, now) : []),
    ];
  });
}

type Merged = Required<Pick<Post, "agentId" | "serve" | "leave">> & Pick<Post, "manages">;

/** One post a person, whatever was said of them in several. */
const merge = (posts: readonly Post[]): readonly Merged[] =>
  [...Map.groupBy(posts, (post) => post.agentId)].map(([agentId, own]) => {
    const manages = own.findLast((post) => post.manages !== undefined)?.manages;
    return {
      agentId,
      serve: [...new Set(own.flatMap((post) => post.serve ?? []))],
      leave: [...new Set(own.flatMap((post) => post.leave ?? []))],
      ...(manages === undefined ? {} : { manages }),
    };
  });

function posted(agent: Agent, sectorId: SectorId, post: Merged): Agent {
  const refuse = (reason: string) => new DeskError("BAD_REQUEST", { agentId: agent.id, reason });
  if (post.manages === true && agent.role !== "supervisor") throw refuse("only a supervisor manages sectors");
  if (post.serve.length > 0 && agent.role === "viewer") throw refuse("a viewer serves no queue");
  const others = agent.sectorIds.filter((it) => it !== sectorId);
  const sectorIds =
    post.manages === undefined ? agent.sectorIds : post.manages ? [...others, sectorId] : others;
  const kept = agent.queueIds.filter((it) => !post.leave.includes(it));
  const queueIds = [...new Set([...kept, ...post.serve])];
  if (sectorIds.length > mostSectors) throw refuse(`manages ${mostSectors} sectors already`);
  if (queueIds.length > mostQueues) throw refuse(`serves ${mostQueues} queues already`);
  return { ...agent, version: agent.version + 1, sectorIds, queueIds };
}

/** Whoever manages a sector may end any post in it; for a new one, the person must be theirs to name. */
function mayName(actor: Actor, agent: Agent, queues: readonly Queue[]): boolean {
  const served = queues.filter((queue) => agent.queueIds.includes(queue.id)).map((queue) => queue.sectorId);
  const sectorIds = [...new Set([...agent.sectorIds, ...served])];
  if (agent.id === actor.id || (sectorIds.length === 0 && agent.role !== "admin")) return true;
  return rightsOver(actor, { role: agent.role, sectorIds }) !== "none";
}

/** The seats of these people in the sector, and all the others of whose seat there may begin: it takes over their presence. */
async function seatsOf(
  { store, configuration }: RosterDeps,
  sectorId: SectorId,
  posts: readonly Merged[],
): Promise<readonly Seat[]> {
  const sectors = (await configuration.sectors("fresh")).map(({ id }) => id);
  const wanted = posts.flatMap(({ agentId, serve }) =>
    [...new Set([sectorId, ...(serve.length > 0 ? sectors : [])])].map((it) => ({
      shape: SeatItem,
      key: keys.seat(it, agentId),
    })),
  );
  const seats = await store.getMany<Seat[]>(wanted);
  return seats.filter((seat) => seat !== undefined);
}
