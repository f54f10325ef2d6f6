import type { Seat } from "../../../shared/contracts/organisation.ts";
import { type Place, SeatItem } from "../../../shared/contracts/stored/shapes.ts";
import { entityOf } from "../../../shared/contracts/stored/shape.ts";
import type { Entry } from "../../../shared/contracts/tickets.ts";
import { byOrder, ineligibility } from "../../../shared/domain/routing.ts";
import type { ChangeRecord } from "../../../shared/store/memory.ts";
import { Violation } from "../../world/violation.ts";

/**
 * What the router did, by the order in which the table was written: each ticket went to a seat that was there for it in that
 * very moment, and nobody who had come before it, in the line and in time, was passed over (invariant l). Who waits for an agent
 * of theirs may be passed over; so a ticket with a preference is nobody's to complain of.
 */
export function createRoutingOrder() {
  const seats = new Map<string, Seat>();
  /** The line of each queue, with the number of the change by which each came into it. */
  const lines = new Map<string, Map<string, { readonly place: Place; readonly since: number }>>();
  /** The last entry of each ticket: a transaction writes it before it takes the place away. */
  const lasts = new Map<string, Entry>();
  let count = 0;

  const checkSeat = ({ agentId }: Entry & { type: "assigned" }, { queueId, channelId }: Place): void => {
    const seat = [...seats.values()].find((it) => it.agentId === agentId && it.queueIds.includes(queueId));
    const why = seat === undefined ? "not-in-queue" : ineligibility(seat, queueId, channelId);
    if (why !== undefined)
      throw new Violation("c", `${agentId} was given a ticket of ${queueId}, being ${why}`);
  };

  const checkLine = (ticketId: string, queueId: string): void => {
    const line = lines.get(queueId);
    const served = line?.get(ticketId);
    if (line === undefined || served === undefined)
      throw new Violation("h", `${ticketId} was assigned without a place`);
    for (const { place, since } of line.values()) {
      const wasThere = since < served.since && place.channelId === served.place.channelId;
      if (wasThere && place.preference === null && byOrder(place, served.place) < 0)
        throw new Violation("l", `${ticketId} was served while ${place.ticketId} waited before it`);
    }
  };

  const takePlace = (place: Place, isThere: boolean): void => {
    const line = lines.get(place.queueId) ?? new Map();
    lines.set(place.queueId, line);
    if (isThere) {
      line.set(place.ticketId, { place, since: count });
      return;
    }
    const entry = lasts.get(place.ticketId);
    if (entry?.type === "assigned" && entry.mode === "routed") {
      checkSeat(entry, place);
      checkLine(place.ticketId, place.queueId);
    }
    line.delete(place.ticketId);
  };

  return {
    /** Takes in the next change of the table. Throws Violation. */
    take: ({ oldItem, newItem }: ChangeRecord): void => {
      const item = newItem ?? oldItem;
      if (item === undefined) return;
      count += 1;
      switch (item["shape"]) {
        case "seat": {
          const seat = entityOf(SeatItem, item) as unknown as Seat;
          const key = `${seat.sectorId}/${seat.agentId}`;
          if (newItem === undefined) seats.delete(key);
          else seats.set(key, seat);
          return;
        }
        case "entry": {
          const entry = entityOf({}, item) as unknown as Entry;
          if (oldItem === undefined) lasts.set(entry.ticketId, entry);
          return;
        }
        case "place":
          takePlace(entityOf({}, item) as unknown as Place, newItem !== undefined);
          return;
        default:
      }
    },
  };
}
