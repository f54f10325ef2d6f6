import { type Change, type ConditionFailed, absent, equals, put, remove, update } from "../../ports/store.ts";
import { type LiveTickets, LiveTicketsItem } from "../../contracts/stored/shapes.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { keys, liveShards } from "../../contracts/stored/keys.ts";

/** The name under which the counting of a ticket is reported when it failed: its channel is gone. */
export const liveCount = "live tickets";

const shards = Array.from({ length: liveShards }, (_, shard) => shard);
const nameOf = (shard: number): string => `${liveCount} ${shard}`;

/** The last character of a ULID is random, so the parts of a count fill evenly. */
const shardOf = (ticketId: string): number => (ticketId.codePointAt(ticketId.length - 1) ?? 0) % liveShards;

/** Counts a ticket that became live (1), or that is not any more (-1), on its channel. */
export const countLive = ({ id, channelId }: Pick<Ticket, "id" | "channelId">, by: 1 | -1): Change =>
  update(liveCount, LiveTicketsItem, keys.liveTickets(channelId, shardOf(id)), { add: [[["live"], by]] });

/** The count of a new channel: made in the transaction that makes the channel. */
export const beginCounts = (channelId: ChannelId): readonly Change[] =>
  shards.map((shard) => put(nameOf(shard), LiveTicketsItem, { channelId, shard, live: 0 }, absent));

/** The end of a channel's count, which only succeeds while it is nought. */
export const endCounts = (channelId: ChannelId): readonly Change[] =>
  shards.map((shard) =>
    remove(nameOf(shard), LiveTicketsItem, keys.liveTickets(channelId, shard), equals(["live"], 0)),
  );

/** How many live tickets kept a count from its end, as far as the failure tells. */
export const countedIn = (failure: ConditionFailed): number =>
  shards
    .map((shard) => (failure.failures.get(nameOf(shard)) as LiveTickets | undefined)?.live ?? 0)
    .reduce((sum, live) => sum + live, 0);
