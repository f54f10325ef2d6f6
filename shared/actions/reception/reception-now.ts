import type { BotState } from "../../contracts/tickets.ts";
import type { Channel } from "../../contracts/organisation.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { type Counter, queuesNamedBy, takes } from "../../domain/reception-queues.ts";
import type { Log } from "../../ports/ports.ts";
import type { QueueId } from "../../contracts/ids.ts";
import type { ReceptionNow } from "../../domain/reception.ts";
import type { Time } from "../../contracts/values.ts";

/**
 * The reception of a channel and its queues as they are remembered. A queue that is being removed, whose sector is or takes
 * nobody, or that does not serve the channel, is left out; one that does not exist is an error of the configuration, and logged.
 */
export async function receptionNow(
  deps: { readonly configuration: Configuration; readonly log: Log },
  { id: channelId, reception }: Pick<Channel, "id" | "reception">,
  bot: BotState | undefined,
  now: Time,
): Promise<ReceptionNow> {
  const { configuration, log } = deps;
  const counterOf = async (queueId: QueueId): Promise<readonly Counter[]> => {
    const queue = await configuration.queue(queueId);
    if (queue === undefined) log.error("reception names a queue that does not exist", { channelId, queueId });
    const sector = queue && (await configuration.sector(queue.sectorId));
    if (queue === undefined || sector === undefined) return [];
    return takes({ queue, sector }, channelId) ? [{ queue, sector }] : [];
  };
  const under = bot?.kind === "queue" && reception.kind === "menu" ? [bot.queueId] : [];
  const ids = [...new Set([...queuesNamedBy(reception), ...under])];
  return { reception, counters: (await Promise.all(ids.map(counterOf))).flat(), now };
}
