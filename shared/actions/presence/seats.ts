import type { Presence, Seat } from "../../contracts/organisation.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { SeatItem } from "../../contracts/stored/shapes.ts";
import type { Store } from "../../ports/store.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** Every seat of an agent, also where they serve no queue any more. */
export async function seatsOfAgent(
  { store, configuration }: { readonly store: Store; readonly configuration: Configuration },
  agentId: AgentId,
): Promise<readonly Seat[]> {
  const sectors = await configuration.sectors("fresh");
  const seats = await store.getMany<Seat[]>(
    sectors.map((sector) => ({ shape: SeatItem, key: keys.seat(sector.id, agentId) })),
  );
  return seats.filter((seat) => seat !== undefined);
}

/** The presence that the seats were last given; one that was made later may not know it yet. */
export const lastKnown = (seats: readonly Seat[], channelId: ChannelId): Presence | undefined =>
  seats
    .flatMap((seat) => seat.presence[channelId] ?? [])
    .toSorted((a, b) => (a.since < b.since ? 1 : -1))
    .at(0);
