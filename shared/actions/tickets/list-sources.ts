import { PlaceItem, type Snooze, SnoozeItem } from "../../contracts/stored/shapes.ts";
import { keys, partitions, places, prefixes } from "../../contracts/stored/keys.ts";
import type { Queue, Sector } from "../../contracts/organisation.ts";
import { type Actor, isKey } from "../../domain/authorisation.ts";
import type { AgentId, ChannelId, SectorId } from "../../contracts/ids.ts";
import type { Source } from "../listing/merge.ts";
import { serves } from "../../domain/reception-queues.ts";
import { filteredPage } from "../listing/filtered-page.ts";
import type { Store } from "../../ports/store.ts";
import { seatsOfSector } from "../organisation/seating.ts";

/** A ticket's key, found in a list. */
export type Found = { readonly pk: string; readonly sk: string };

/** Sectors whose tickets the person sees whole, not only those of queues they serve. */
export const sectorsOf = (actor: Actor, sectors: readonly Sector[]): readonly SectorId[] =>
  actor.role === "admin"
    ? sectors.map((sector) => sector.id)
    : actor.role === "agent"
      ? []
      : sectors.map((sector) => sector.id).filter((sectorId) => actor.sectorIds.includes(sectorId));

/** Queues whose line the person sees. */
export const queuesOf = (
  actor: Actor,
  queues: readonly Queue[],
  sectors: readonly SectorId[],
): readonly Queue[] =>
  queues.filter(
    (queue) =>
      sectors.includes(queue.sectorId) || (actor.role !== "viewer" && actor.queueIds.includes(queue.id)),
  );

/** Whether the person serves a queue that takes contacts of the channel. */
export const servesChannel = (actor: Actor, queues: readonly Queue[], channelId: ChannelId): boolean =>
  queuesOf(actor, queues, []).some((queue) => serves(queue, channelId));

/** The line of one queue and channel, as it will be served. */
export function lineSource(store: Store, queue: Queue, channelId: ChannelId): Source<Found> {
  const prefix = prefixes.line(channelId);
  return {
    read: async (behind, limit) => {
      const page = await store.query(PlaceItem, {
        pk: partitions.queue(queue.id),
        prefix,
        limit,
        ...(behind === undefined ? {} : { after: `${prefix}${behind}` }),
      });
      return page.items.map((place) => ({
        order: PlaceItem.key(place).sk.slice(prefix.length),
        item: keys.head(place.ticketId),
      }));
    },
  };
}

/** One partition of index 1, between two times. */
export function placeSource(
  store: Store,
  partition: string,
  options: {
    readonly descending: boolean;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  },
): Source<Found> {
  return {
    read: async (behind, limit) => {
      const { descending } = options;
      const after = descending ? options.from : (behind ?? options.from);
      const before = descending ? (behind ?? options.to) : options.to;
      const page = await store.find(1, {
        pk: partition,
        limit,
        descending,
        ...(after === undefined ? {} : { after }),
        ...(before === undefined ? {} : { before }),
      });
      return page.pointers.map(({ pk, sk, sort }) => ({ order: sort, item: { pk, sk } }));
    },
  };
}

/**
 * What is put away: by one agent, or, without one, the person's own and all of these sectors, whoever put it away and wherever
 * they are now.
 */
export function snoozedSources(
  store: Store,
  actor: Actor,
  sectors: readonly SectorId[],
  agentId: AgentId | undefined,
): readonly Source<Found>[] {
  const by = (it: AgentId): Source<Found> => placeSource(store, places.snoozed(it), { descending: false });
  if (agentId !== undefined) return [by(agentId)];
  if (sectors.length === 0) return isKey(actor) ? [] : [by(actor.id as AgentId)];
  const shows = (it: Snooze): boolean => sectors.includes(it.sectorId) || it.agentId === actor.id;
  return [
    {
      read: async (behind, limit) => {
        const after = behind === undefined ? undefined : `${prefixes.snoozes}${behind}`;
        const place = { pk: partitions.snoozes, prefix: prefixes.snoozes, after, limit };
        const { items } = await filteredPage(store, SnoozeItem, place, shows);
        return items.map((it) => ({ order: places.at(it.until, it.ticketId), item: keys.head(it.ticketId) }));
      },
    },
  ];
}

/** Agents who have a seat in one of the sectors. */
export async function agentsOfSectors(
  store: Store,
  sectors: readonly SectorId[],
): Promise<readonly AgentId[]> {
  const seats = await Promise.all(sectors.map((sectorId) => seatsOfSector(store, sectorId, "eventual")));
  return [...new Set(seats.flat().map(({ agentId }) => agentId))];
}

/** The months (yyyy-mm) from one instant to another, newest first. */
export function months(from: string, to: string): readonly string[] {
  const first = from.slice(0, 7);
  const made: string[] = [];
  for (let month = to.slice(0, 7); month >= first; month = previous(month)) made.push(month);
  return made;
}

function previous(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const [before, at] = number === 1 ? [year - 1, 12] : [year, number - 1];
  return `${before.toString().padStart(4, "0")}-${at.toString().padStart(2, "0")}`;
}
