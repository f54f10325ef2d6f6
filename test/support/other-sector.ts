import type { Agent, Queue, Seat, Sector } from "../../shared/contracts/organisation.ts";
import { QueueItem, SeatItem, SectorItem } from "../../shared/contracts/stored/shapes.ts";
import type { AgentId } from "../../shared/contracts/ids.ts";
import type { Desk } from "./desk.ts";
import { keys } from "../../shared/contracts/stored/keys.ts";
import { absent, put } from "../../shared/ports/store.ts";
import { agentId, agents, otherQueueId, otherSectorId, sectorId } from "./ids.ts";

/** Gives the desk a second sector with one queue, which nobody serves but these agents. */
export async function openOtherSector(
  desk: Desk,
  options: {
    readonly sector?: Partial<Sector>;
    readonly queue?: Partial<Queue>;
    readonly servers?: readonly AgentId[];
  } = {},
): Promise<void> {
  const { servers = [] } = options;
  const sector = await desk.store.get(SectorItem, keys.sector(sectorId));
  const seats = await Promise.all(
    servers.map((agentId) => desk.store.get(SeatItem, keys.seat(sectorId, agentId))),
  );
  if (sector === undefined || seats.includes(undefined)) throw new Error("needs an ordinary desk");
  const other = { ...desk.queue, id: otherQueueId, sectorId: otherSectorId, ...options.queue };
  await desk.store.commit([
    put("sector", SectorItem, { ...sector, id: otherSectorId, ...options.sector }, absent),
    put("queue", QueueItem, other, absent),
    ...(seats as Seat[]).map((seat) =>
      put(
        `seat ${seat.agentId}`,
        SeatItem,
        { ...seat, sectorId: otherSectorId, queueIds: [otherQueueId] },
        absent,
      ),
    ),
  ]);
}

/** Changes a seat as an administrator or the agent might. */
export async function changeSeat(
  desk: Desk,
  ofAgent: AgentId,
  change: Partial<Seat>,
  of: Seat["sectorId"] = sectorId,
): Promise<void> {
  const seat = await desk.store.get(SeatItem, keys.seat(of, ofAgent));
  if (seat === undefined) throw new Error("there is no such seat");
  await desk.store.commit([put("seat", SeatItem, { ...seat, ...change })]);
}

const likeAgent = (desk: Desk): Agent => {
  const [agent] = desk.people;
  if (agent === undefined) throw new Error("needs a person");
  return agent;
};

/** A supervisor of the desk's first sector who serves its queue no more than anybody else does. */
export const supervisorOf = (desk: Desk, served: readonly Queue["id"][] = []): Agent => ({
  ...likeAgent(desk),
  id: agentId("90"),
  role: "supervisor",
  sectorIds: [sectorId],
  queueIds: [...served],
});

/** The same for the agents of the desk, by index. */
export function agentAt(desk: Desk, index: number): Agent {
  const agent = desk.people.find(({ id }) => id === agents[index]);
  if (agent === undefined) throw new Error("there are not so many agents");
  return agent;
}
