import type { Attempts } from "./attempts.ts";
import { type Place, PlaceItem } from "../../contracts/stored/shapes.ts";
import type { Queue, Seat } from "../../contracts/organisation.ts";
import type { Clock, Job } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { RoutingJob } from "../../contracts/queue-messages.ts";
import type { Store } from "../../ports/store.ts";
import { openChannels, takerOf } from "../../domain/routing.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";

interface LinesDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/** How far into each channel's line is looked: half a read unit. Where all of these wait for somebody, the router looks further. */
const looked = 10;

/** Jobs for automatic queues in which a ticket waits that somebody could get now. One that waits for its agent is none. */
export async function forgottenLines(
  deps: LinesDeps,
  seats: readonly Seat[],
  attempts: Attempts,
  minute: string,
): Promise<readonly Job<RoutingJob>[]> {
  const queues = (await deps.configuration.queues()).filter((queue) => queue.routing === "automatic");
  const ofSector = Map.groupBy(seats, (seat) => seat.sectorId);
  const flags = await Promise.all(
    queues.map((queue) =>
      attempts.attempt({ kind: "line", queueId: queue.id }, false, () =>
        isForgotten(deps, queue, ofSector.get(queue.sectorId) ?? []),
      ),
    ),
  );
  return queues
    .filter((_, index) => flags[index])
    .map(({ id: queueId }) => ({
      body: { v: 1, kind: "serve", queueId, agentIds: null },
      group: queueId,
      id: `sweep-${queueId}-${minute}`,
    }));
}

async function isForgotten(
  { store, clock }: LinesDeps,
  { id: queueId }: Queue,
  seats: readonly Seat[],
): Promise<boolean> {
  const channels = [...new Set(seats.flatMap((seat) => openChannels(seat, queueId)))];
  const lines = await Promise.all(
    channels.map((channelId) =>
      store.query(PlaceItem, {
        ...{ pk: partitions.queue(queueId), prefix: prefixes.line(channelId) },
        ...{ limit: looked, consistency: "eventual" },
      }),
    ),
  );
  const now = clock.now();
  const mayGo = (place: Place): boolean => takerOf(seats, place, now) !== undefined;
  return lines.some(({ items, next }) => items.some(mayGo) || next !== undefined);
}
