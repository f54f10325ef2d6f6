import { type Presences, entriesOf } from "../../domain/presence.ts";
import type { AgentId, ChannelId } from "../../contracts/ids.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Presence, Seat } from "../../contracts/organisation.ts";
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

/** The presence that the seats were last given, channel by channel; one that was made later may not know it yet. */
export function presenceIn(seats: readonly Seat[]): Presences {
  const newest = new Map<ChannelId, Presence>();
  for (const seat of seats) {
    for (const [channelId, presence] of entriesOf(seat.presence)) {
      const known = newest.get(channelId);
      if (known === undefined || known.since < presence.since) newest.set(channelId, presence);
    }
  }
  return Object.fromEntries(newest);
}
