import { PlaceItem } from "../../contracts/stored/shapes.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Queue } from "../../contracts/organisation.ts";
import type { Store } from "../../ports/store.ts";

/** Places read in one page. */
const stretch = 1_000;

/**
 * Whether as many tickets wait in a queue as may. The line is read, not locked: of several who come at once at the last
 * place, each may find it free. Costs half a read unit for each 13 places, up to the cap; nothing without a cap.
 */
export async function isFull(
  store: Store,
  { id, waitingCap }: Pick<Queue, "id" | "waitingCap">,
): Promise<boolean> {
  if (waitingCap === null) return false;
  let left = waitingCap;
  let after: string | undefined;
  do {
    const page = await store.query(PlaceItem, {
      ...{ pk: partitions.queue(id), prefix: prefixes.places, limit: Math.min(left, stretch) },
      ...{ consistency: "eventual" },
      ...(after === undefined ? {} : { after }),
    });
    left -= page.items.length;
    after = page.next;
  } while (left > 0 && after !== undefined);
  return left <= 0;
}
