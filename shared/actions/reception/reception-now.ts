import type { BotState } from "../../contracts/tickets.ts";
import type { Channel } from "../../contracts/organisation.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { type Counter, queuesNamedBy, takes } from "../../domain/reception-queues.ts";
import { ChannelItem } from "../../contracts/stored/shapes.ts";
import type { Log } from "../../ports/ports.ts";
import type { QueueId } from "../../contracts/ids.ts";
import type { ReceptionNow } from "../../domain/reception.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { sameValue } from "../../domain/equality.ts";

/**
 * The reception of a channel and its queues as they are remembered. A queue that is being removed, whose sector is or takes
 * nobody, or that does not serve the channel, is left out; one that does not exist is an error of the configuration, and logged.
 *
 * What is remembered of the channel may be older than what is known of its queues: where a queue that it names takes nobody, the
 * channel may name others by now, and is read again. Otherwise who writes within these seconds would wait for nobody.
 */
export async function receptionNow(
  deps: { readonly store: Store; readonly configuration: Configuration; readonly log: Log },
  channel: Pick<Channel, "id" | "reception">,
  bot: BotState | undefined,
  now: Time,
): Promise<ReceptionNow> {
  const { id: channelId, reception } = channel;
  const named = queuesNamedBy(reception);
  const under = bot?.kind === "queue" && reception.kind === "menu" ? [bot.queueId] : [];
  const ids = [...new Set([...named, ...under])];
  const found = await Promise.all(ids.map((id) => counterOf(deps.configuration, id)));
  const counters = found.filter((it) => it !== undefined).filter((it) => takes(it, channelId));
  if (!named.every((id) => counters.some(({ queue }) => queue.id === id))) {
    const current = await deps.store.get(ChannelItem, keys.channel(channelId));
    if (current !== undefined && !sameValue(current.reception, reception))
      return receptionNow(deps, current, bot, now);
  }
  for (const [index, queueId] of ids.entries())
    if (found[index] === undefined)
      deps.log.error("reception names a queue that does not exist", { channelId, queueId });
  return { reception, counters, now };
}

async function counterOf(configuration: Configuration, queueId: QueueId): Promise<Counter | undefined> {
  const queue = await configuration.queue(queueId);
  const sector = queue && (await configuration.sector(queue.sectorId));
  return queue && sector && { queue, sector };
}
