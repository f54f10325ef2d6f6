import { useMemo } from "react";
import { serves, queuesNamedBy } from "../../../../../shared/domain/reception-queues.ts";
import type { ChannelId, QueueId } from "../../../../../shared/contracts/ids.ts";
import type { Reception } from "../values.ts";
import { useDirectory, useNames } from "../../../lib/directory/directory.ts";

/** A queue to choose, with its sector's name before its own. */
export interface QueueOption {
  readonly value: QueueId;
  readonly label: string;
}

/** The queues that take customers of the channel, and those that the reception names already. */
export function useQueueOptions(channelId: ChannelId, reception: Reception): QueueOption[] {
  const { data } = useDirectory();
  const names = useNames();
  return useMemo(() => {
    const named = queuesNamedBy(reception);
    return (data?.queues ?? [])
      .filter((queue) => serves(queue, channelId) || named.includes(queue.id))
      .map(({ id, name, sectorId }) => ({ value: id, label: `${names.sector(sectorId) ?? ""} · ${name}` }));
  }, [data, names, channelId, reception]);
}
