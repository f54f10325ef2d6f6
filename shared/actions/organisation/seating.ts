import type { Agent, Queue, Sector, Seat } from "../../contracts/organisation.ts";
import { AgentItem, SeatItem } from "../../contracts/stored/shapes.ts";
import { type Change, type Store, absent, put, update, versionIs } from "../../ports/store.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";

/**
 * The changes that make an agent serve more queues of one sector: the seat, made if there was none; it starts offline
 * everywhere. The agent's own record is the caller's to change.
 */
export async function seatChange(
  store: Store,
  agent: Agent,
  sector: Pick<Sector, "id" | "ticketLimit">,
  queueIds: readonly Queue["id"][],
  now: Time,
): Promise<Change> {
  const key = keys.seat(sector.id, agent.id);
  const seat = await store.get(SeatItem, key);
  const name = `seat ${sector.id} ${agent.id}`;
  if (seat !== undefined) {
    const all = [...new Set([...seat.queueIds, ...queueIds])];
    return update(name, SeatItem, key, { set: [[["queueIds"], all]] });
  }
  const made: Seat = {
    sectorId: sector.id,
    agentId: agent.id,
    queueIds: [...queueIds],
    presence: {},
    load: 0,
    limit: sector.ticketLimit,
    lastAssignedAt: now,
  };
  return put(name, SeatItem, made, absent);
}

/** The changes that make these agents serve a queue. NOT_FOUND names an agent that does not exist. */
export async function serveQueue(
  store: Store,
  agentIds: readonly AgentId[],
  sector: Pick<Sector, "id" | "ticketLimit">,
  queueId: Queue["id"],
  now: Time,
): Promise<readonly Change[]> {
  const wanted = [...new Set(agentIds)];
  const agents = await store.getMany<Agent[]>(
    wanted.map((id) => ({ shape: AgentItem, key: keys.agent(id) })),
  );
  const changes = await Promise.all(
    wanted.map(async (agentId, index): Promise<readonly Change[]> => {
      const agent = agents[index];
      if (agent === undefined) throw new DeskError("NOT_FOUND", { agentId });
      const version = agent.version + 1;
      const served = { ...agent, version, queueIds: [...agent.queueIds, queueId] };
      return [
        put(`agent ${agentId}`, AgentItem, served, versionIs(agent.version)),
        await seatChange(store, agent, sector, [queueId], now),
      ];
    }),
  );
  return changes.flat();
}
