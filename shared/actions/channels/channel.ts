import { type Change, type ConditionFailed, type Store, check, equals } from "../../ports/store.ts";
import type { Channel, Reception } from "../../contracts/organisation.ts";
import { ChannelItem, QueueItem, SectorItem } from "../../contracts/stored/shapes.ts";
import type { AdministerDeps } from "../organisation/administer.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { SecretKeeper } from "../../ports/ports.ts";
import { keys } from "../../contracts/stored/keys.ts";

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

const queueChange = "reception queue";
const sectorChange = "sector of the reception queue";

/** The condition that the queue into which a channel puts who writes, and its sector, are there to stay. NOT_FOUND. */
export async function receptionHolds(store: Store, reception: Reception): Promise<readonly Change[]> {
  if (reception.kind === "none") return [];
  const { queueId } = reception;
  const queue = await store.get(QueueItem, keys.queue(queueId));
  if (queue === undefined) throw new DeskError("NOT_FOUND", { queueId });
  return [
    check(queueChange, QueueItem, keys.queue(queueId), equals(["removing"], null)),
    check(sectorChange, SectorItem, keys.sector(queue.sectorId), equals(["removing"], null)),
  ];
}

/** Refuses with NOT_FOUND and the queue's id when they are not. */
export function refuseReception(failure: ConditionFailed, reception: Reception | undefined): void {
  if (reception?.kind !== "queue" || !(failure.on(queueChange) || failure.on(sectorChange))) return;
  throw new DeskError("NOT_FOUND", { queueId: reception.queueId }, { cause: failure });
}
