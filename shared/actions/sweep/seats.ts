import type { Attempts } from "./attempts.ts";
import type { PresenceDeps } from "../presence/change-presence.ts";
import type { Seat } from "../../contracts/organisation.ts";
import { isVacant } from "../../domain/routing.ts";
import { removeVacantSeat } from "../organisation/vacant-seat.ts";
import { seatsOfSector } from "../organisation/seating.ts";

/** Every seat, as it was moments ago: about 25 a read unit. Sectors are known by their queues too, should they not be readable. */
export async function everySeat(
  { store, configuration }: Pick<PresenceDeps, "store" | "configuration">,
  attempts: Attempts,
): Promise<readonly Seat[]> {
  const [sectors, queues] = await Promise.all([
    attempts.attempt({ kind: "sectors" }, [], () => configuration.sectors()),
    attempts.attempt({ kind: "queues" }, [], () => configuration.queues()),
  ]);
  const ids = new Set([...sectors.map(({ id }) => id), ...queues.map(({ sectorId }) => sectorId)]);
  const found = await Promise.all(
    [...ids].map((sectorId) =>
      attempts.attempt({ kind: "seats", sectorId }, [], () =>
        seatsOfSector(attempts.readable(store), sectorId, "eventual"),
      ),
    ),
  );
  return found.flat();
}

/** Removes those that nobody uses any more although the relay should have. Answers how many went. */
export async function removeVacantSeats(
  deps: PresenceDeps,
  seats: readonly Seat[],
  attempts: Attempts,
): Promise<number> {
  let gone = 0;
  for (const seat of seats.filter(isVacant)) {
    const of = { kind: "vacant seat", sectorId: seat.sectorId, agentId: seat.agentId };
    if (await attempts.attempt(of, false, () => removeVacantSeat(deps, seat))) gone += 1;
  }
  return gone;
}
