import { type Change, type ConditionFailed, type Store, check, equals } from "../../ports/store.ts";
import type { Channel, Queue, Reception } from "../../contracts/organisation.ts";
import { ChannelItem, QueueItem, SectorItem } from "../../contracts/stored/shapes.ts";
import type { AdministerDeps } from "../organisation/administer.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { ChannelId, QueueId, SectorId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { SecretKeeper } from "../../ports/ports.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { queuesNamedBy, serves } from "../../domain/reception-queues.ts";

/** What administering channels needs. */
export interface ChannelDeps extends AdministerDeps {
  readonly configuration: Configuration;
  readonly secrets: SecretKeeper;
}

/** The channel as it is now. NOT_FOUND. */
export async function getChannel(
  { store }: { readonly store: Store },
  { channelId }: { readonly channelId: ChannelId },
): Promise<Channel> {
  const channel = await store.get(ChannelItem, keys.channel(channelId));
  if (channel === undefined) throw new DeskError("NOT_FOUND");
  return channel;
}

const queueChange = (queueId: QueueId): string => `reception queue ${queueId}`;
const sectorChange = (sectorId: SectorId): string => `sector ${sectorId} of the reception`;

/** The queues that a reception names, and that these and their sectors are there to stay when the transaction is made. */
export interface ReceptionHold {
  readonly queues: readonly Queue[];
  readonly changes: readonly Change[];
}

/**
 * Holds every queue that a reception names, and its sector. NOT_FOUND, with the queue's id, for one that is not there; BAD_REQUEST
 * for one that does not serve the channel. No queue can name a channel that is not there yet (`channelId` null): until it does, it
 * takes nobody of that channel.
 */
export async function holdReception(
  store: Store,
  channelId: ChannelId | null,
  reception: Reception,
): Promise<ReceptionHold> {
  const ids = queuesNamedBy(reception);
  const found = await store.getMany<Queue[]>(
    ids.map((queueId) => ({ shape: QueueItem, key: keys.queue(queueId) })),
  );
  const queues = ids.map((queueId, index) => {
    const queue = found[index];
    if (queue === undefined) throw new DeskError("NOT_FOUND", { queueId });
    if (channelId !== null && !serves(queue, channelId))
      throw new DeskError("BAD_REQUEST", { reason: "the queue does not take this channel", queueId });
    return queue;
  });
  const sectorIds = [...new Set(queues.map(({ sectorId }) => sectorId))];
  return {
    queues,
    changes: [
      ...ids.map((id) => check(queueChange(id), QueueItem, keys.queue(id), equals(["removing"], null))),
      ...sectorIds.map((id) =>
        check(sectorChange(id), SectorItem, keys.sector(id), equals(["removing"], null)),
      ),
    ],
  };
}

/** Refuses with NOT_FOUND and the queue's id where one of them is not there to stay. */
export function refuseReception(failure: ConditionFailed, hold: ReceptionHold | undefined): void {
  const gone = hold?.queues.find(
    ({ id, sectorId }) => failure.on(queueChange(id)) || failure.on(sectorChange(sectorId)),
  );
  if (gone !== undefined) throw new DeskError("NOT_FOUND", { queueId: gone.id }, { cause: failure });
}
