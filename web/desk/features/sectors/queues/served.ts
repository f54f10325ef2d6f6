import type { QueueId } from "../../../../../shared/contracts/ids.ts";
import { createStore, useStore } from "../../../lib/store.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useDirectory } from "../../../lib/directory/directory.ts";

/** As long as the directory may tell of who serves a queue as it was before a change, in milliseconds. */
const told = 40_000;

/** How many serve the queues that were saved here a moment ago, and when that was. */
const saved = createStore<ReadonlyMap<QueueId, { readonly count: number; readonly at: number }>>(new Map());

/** Notes how many serve a queue that was just saved. */
export const noteServed = (queueId: QueueId, count: number, at: number): void =>
  saved.set(new Map(saved.get()).set(queueId, { count, at }));

/** How many serve a queue: by the directory, or by what was saved here a moment ago. Undefined while it is not known. */
export function useServed(): (queueId: QueueId) => number | undefined {
  const { clock } = useDesk();
  const agents = useDirectory().data?.agents;
  const known = useStore(saved, itself);
  return (queueId) => {
    const own = known.get(queueId);
    if (own !== undefined && clock() - own.at < told) return own.count;
    return agents?.filter(({ queueIds }) => queueIds.includes(queueId)).length;
  };
}

const itself = <Value>(value: Value): Value => value;
