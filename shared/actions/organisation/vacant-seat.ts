import { ConditionFailed, type Store, empty, equals, remove } from "../../ports/store.ts";
import type { Seat } from "../../contracts/organisation.ts";
import { SeatItem } from "../../contracts/stored/shapes.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** Removes a seat that serves no queue and holds no ticket, unless that changed meanwhile. */
export async function removeVacantSeat(
  store: Store,
  { sectorId, agentId }: Pick<Seat, "sectorId" | "agentId">,
): Promise<void> {
  try {
    await store.commit([
      remove("seat", SeatItem, keys.seat(sectorId, agentId), empty(["queueIds"]), equals(["load"], 0)),
    ]);
  } catch (error) {
    // It is in use again, or gone already: either is fine.
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
