import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { ChannelId, QueueId } from "../../contracts/ids.ts";
import type { QueueAgent } from "../../contracts/routes/directory.ts";
import { SeatItem } from "../../contracts/stored/shapes.ts";
import type { Presence, Seat } from "../../contracts/organisation.ts";
import type { Store } from "../../ports/store.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";

export interface QueueAgentsDeps {
  readonly store: Store;
  readonly configuration: Configuration;
}

/**
 * Who serves a queue, as they were a moment ago: those with most room first. Half a read unit for each 11 seats of its sector.
 * NOT_FOUND.
 */
export async function listQueueAgents(
  { store, configuration }: QueueAgentsDeps,
  { queueId }: { readonly queueId: QueueId },
): Promise<{ items: QueueAgent[] }> {
  const queue = await configuration.queue(queueId);
  if (queue === undefined) throw new DeskError("NOT_FOUND");
  const seats: Seat[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(SeatItem, {
      ...{ pk: partitions.sector(queue.sectorId), prefix: prefixes.seats, limit: 1_000 },
      ...{ consistency: "eventual", ...(after !== undefined && { after }) },
    });
    seats.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  const items = seats.filter((seat) => seat.queueIds.includes(queueId)).map(agentOf);
  return { items: items.toSorted((one, other) => room(other) - room(one)) };
}

const room = ({ channels, load, limit }: QueueAgent): number =>
  channels.some(({ status }) => status === "online") ? limit - load : -1_000_000 + limit - load;

const agentOf = ({ agentId, presence, load, limit }: Seat): QueueAgent => ({
  ...{ agentId, load, limit },
  channels: (Object.entries(presence) as [ChannelId, Presence][])
    .filter(([, { status }]) => status !== "offline")
    .map(([channelId, { status }]) => ({ channelId, status })),
});
