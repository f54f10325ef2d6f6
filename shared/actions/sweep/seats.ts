import type { PresenceDeps } from "../presence/change-presence.ts";
import type { Seat } from "../../contracts/organisation.ts";
import { SeatItem } from "../../contracts/stored/shapes.ts";
import { isVacant } from "../../domain/routing.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";
import { removeVacantSeat } from "../organisation/vacant-seat.ts";

/** Every seat, as it was moments ago: about 25 a read unit. */
export async function everySeat({ store, configuration }: PresenceDeps): Promise<readonly Seat[]> {
  const sectors = await configuration.sectors();
  const pages = await Promise.all(
    sectors.map((sector) =>
      store.query(SeatItem, {
        ...{ pk: partitions.sector(sector.id), prefix: prefixes.seats, limit: 1_000 },
        consistency: "eventual",
      }),
    ),
  );
  return pages.flatMap(({ items }) => items);
}

/** Removes those that nobody uses any more although the relay should have. Answers how many went. */
export async function removeVacantSeats(deps: PresenceDeps, seats: readonly Seat[]): Promise<number> {
  let gone = 0;
  for (const seat of seats) if (isVacant(seat) && (await removeVacantSeat(deps, seat))) gone += 1;
  return gone;
}
