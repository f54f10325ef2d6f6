import type { Agent, Sector, Seat } from "../../contracts/organisation.ts";
import { AgentItem, SeatItem, SectorItem } from "../../contracts/stored/shapes.ts";
import { type ConditionFailed, type Store, check, equals, update, versionIs } from "../../ports/store.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { seatsOfSector } from "./seating.ts";
import { untilSettled } from "../timeline/retry.ts";

/** Seats changed at once: each takes two places of a transaction's hundred. */
const atOnce = 40;

/**
 * Gives the sector's ticket limit to every seat whose agent has none of their own. The sector's record is the truth and was
 * written before: every step here holds only while it still says this limit and each agent is as read, so a step that comes
 * late, after the limit changed again or an agent got one of their own, changes nothing. A step that was cut off is made up
 * for by asking again; meanwhile a seat keeps the limit it had, and no load passes it.
 */
export async function spreadLimit(
  store: Store,
  { id, ticketLimit }: Pick<Sector, "id" | "ticketLimit">,
): Promise<void> {
  await untilSettled(
    async () => {
      const seats = await seatsOfSector(store, id);
      const lagging = seats.filter((seat) => seat.limit !== ticketLimit);
      const agents = await store.getMany<Agent[]>(
        lagging.map((seat) => ({ shape: AgentItem, key: keys.agent(seat.agentId) })),
      );
      const own = lagging.flatMap((seat, index) => {
        const agent = agents[index];
        return agent === undefined || agent.limits[id] !== undefined ? [] : [{ seat, agent }];
      });
      for (let from = 0; from < own.length; from += atOnce) {
        await store.commit([
          check("sector", SectorItem, keys.sector(id), equals(["ticketLimit"], ticketLimit)),
          ...own.slice(from, from + atOnce).flatMap((it) => seatLimit(it, ticketLimit)),
        ]);
      }
      return true;
    },
    // Somebody said another limit since: theirs is spread by them.
    (failure: ConditionFailed) => (failure.on("sector") ? true : undefined),
  );
}

const seatLimit = ({ seat, agent }: { readonly seat: Seat; readonly agent: Agent }, limit: number) => [
  check(`agent ${agent.id}`, AgentItem, keys.agent(agent.id), versionIs(agent.version)),
  update(`seat ${agent.id}`, SeatItem, keys.seat(seat.sectorId, agent.id), { set: [[["limit"], limit]] }),
];
