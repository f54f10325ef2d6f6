import { type Change, type ConditionFailed, type Store, check, equals } from "../../ports/store.ts";
import type { Channel, Reception } from "../../contracts/organisation.ts";
import { ChannelItem, QueueItem } from "../../contracts/stored/shapes.ts";
import type { AdministerDeps } from "../organisation/administer.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { SecretKeeper } from "../../ports/ports.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** What administering channels needs. */
export interface ChannelDeps extends AdministerDeps {
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

/** The condition that the queue into which a channel puts who writes is there to stay. */
export const receptionHolds = (reception: Reception): readonly Change[] =>
  reception.kind === "none"
    ? []
    : [check(queueChange, QueueItem, keys.queue(reception.queueId), equals(["removing"], false))];

/** Refuses with NOT_FOUND and the queue's id when it is not. */
export function refuseReception(failure: ConditionFailed, reception: Reception | undefined): void {
  if (reception?.kind !== "queue" || !failure.on(queueChange)) return;
  throw new DeskError("NOT_FOUND", { queueId: reception.queueId }, { cause: failure });
}
