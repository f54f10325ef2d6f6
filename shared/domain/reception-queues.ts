import type { Queue, Reception, Sector } from "../contracts/organisation.ts";
import type { ChannelId, QueueId } from "../contracts/ids.ts";

/** A queue to which the reception may send somebody, and its sector. */
export interface Counter {
  readonly queue: Queue;
  readonly sector: Sector;
}

/** Every queue that a reception names, once each. */
export function queuesNamedBy(reception: Reception): readonly QueueId[] {
  switch (reception.kind) {
    case "none":
    case "external":
      return [];
    case "queue":
      return [reception.queueId];
    case "menu": {
      const { queueIds, fallback } = reception;
      return [...new Set([...queueIds, ...(fallback === null ? [] : [fallback])])];
    }
  }
}

/** Whether a queue takes the contacts of a channel. */
export const serves = ({ channelIds }: Pick<Queue, "channelIds">, channelId: ChannelId): boolean =>
  channelIds.length === 0 || channelIds.includes(channelId);

/** Whether somebody of the channel may be sent there at all, whatever the hour: neither is being removed, and the sector is active. */
export const takes = ({ queue, sector }: Counter, channelId: ChannelId): boolean =>
  sector.active && sector.removing === null && queue.removing === null && serves(queue, channelId);
