import type { Job, Sockets, WorkQueue } from "../../ports/ports.ts";
import { EntryItem, PlaceItem, SeatItem } from "../../contracts/stored/shapes.ts";
import type { OutboundJob, RoutingJob } from "../../contracts/queue-messages.ts";
import { partitions, places, prefixes, unsentShards } from "../../contracts/stored/keys.ts";
import type { Entry } from "../../contracts/tickets.ts";
import type { Queue } from "../../contracts/organisation.ts";
import { addSeconds } from "../../domain/time.ts";
import { endByAccessHours } from "./access-hours.ts";
import { forgottenReleases } from "./releases.ts";
import { type RemovalSweepDeps, goOnWithRemovals } from "./removals.ts";
import { listedAgents } from "./listed-agents.ts";
import { openChannels } from "../../domain/routing.ts";

export interface SweepDeps extends RemovalSweepDeps {
  readonly routing: WorkQueue<"routing">;
  readonly outbound: WorkQueue<"outbound">;
  readonly sockets: Sockets;
}

/** A send this old that is not settled has lost its way; a send waits at most 20 seconds for Meta's answer. */
const unsentSeconds = 60;
/** Sends picked up in one sweep and shard. */
const most = 500;

/** What a sweep found, by count. */
export interface Swept {
  /** Lines that waited although somebody had room. */
  readonly routed: number;
  /** Messages that nobody sent. */
  readonly resent: number;
  /** People who are out of the desk, but not wholly. */
  readonly released: number;
  /** People whose access hours ended. */
  readonly ended: number;
  /** Removals that came to their end, and those that were given up. */
  readonly removed: number;
  readonly calledOff: number;
}

/**
 * Finds, once a minute, what a lost effect left behind: tickets that wait although somebody has room, messages that nobody
 * sends, and people who are gone but still hold tickets. It only asks for the ordinary work to be done, so a lost effect is
 * a late one. It also ends the sessions of people whose access hours are over, as nothing but time does, and last of all it
 * goes on with removals.
 */
export async function sweep(deps: SweepDeps): Promise<Swept> {
  const minute = deps.clock.now().slice(0, 16);
  const agents = await listedAgents(deps.store);
  const [routing, releases, outbound, ended] = await Promise.all([
    forgottenLines(deps, minute),
    forgottenReleases(deps, agents, minute),
    forgottenSends(deps, minute),
    endByAccessHours(deps, agents),
  ]);
  const jobs = [...routing, ...releases];
  await Promise.all([
    jobs.length > 0 ? deps.routing.send(jobs) : undefined,
    outbound.length > 0 ? deps.outbound.send(outbound) : undefined,
  ]);
  const removals = await goOnWithRemovals(deps);
  return { routed: routing.length, resent: outbound.length, released: releases.length, ended, ...removals };
}

async function forgottenLines(deps: SweepDeps, minute: string): Promise<readonly Job<RoutingJob>[]> {
  const queues = (await deps.configuration.queues()).filter((queue) => queue.routing === "automatic");
  const sectors = Map.groupBy(queues, (queue) => queue.sectorId);
  const found = await Promise.all(
    [...sectors].map(async ([sectorId, ofSector]) => {
      const query = { pk: partitions.sector(sectorId), prefix: prefixes.seats, limit: 1_000 } as const;
      const { items: seats } = await deps.store.query(SeatItem, { ...query, consistency: "eventual" });
      const waits = async (queue: Queue): Promise<boolean> => {
        const channels = [...new Set(seats.flatMap((seat) => openChannels(seat, queue.id)))];
        const heads = await Promise.all(
          channels.map((channelId) =>
            deps.store.query(PlaceItem, {
              pk: partitions.queue(queue.id),
              prefix: prefixes.line(channelId),
              limit: 1,
              consistency: "eventual",
            }),
          ),
        );
        return heads.some(({ items }) => items.length > 0);
      };
      const flags = await Promise.all(ofSector.map(waits));
      return ofSector.filter((_, index) => flags[index]);
    }),
  );
  return found.flat().map(({ id: queueId }) => ({
    body: { v: 1, kind: "serve", queueId },
    group: queueId,
    id: `sweep-${queueId}-${minute}`,
  }));
}

async function forgottenSends(deps: SweepDeps, minute: string): Promise<readonly Job<OutboundJob>[]> {
  const before = addSeconds(deps.clock.now(), -unsentSeconds);
  const shards = await Promise.all(
    Array.from({ length: unsentShards }, (_, shard) =>
      deps.store.find(1, { pk: places.unsent(shard), before, limit: most }),
    ),
  );
  const pointers = shards.flatMap((shard) => shard.pointers);
  if (pointers.length === 0) return [];
  const entries = await deps.store.getMany<Entry[]>(
    pointers.map(({ pk, sk }) => ({ shape: EntryItem, key: { pk, sk } })),
  );
  return entries.flatMap((entry) => {
    if (entry?.type !== "message" || entry.direction !== "out") return [];
    const { status, at } = entry.delivery;
    if ((status !== "queued" && status !== "sending") || at >= before) return [];
    const { ticketId, number } = entry;
    return [
      { body: { v: 1, ticketId, number }, group: ticketId, id: `sweep-${ticketId}-${number}-${minute}` },
    ];
  });
}
