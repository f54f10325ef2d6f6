import type { Channel, Queue, Sector } from "../../contracts/organisation.ts";
import { ChannelItem, QueueItem, SectorItem } from "../../contracts/stored/shapes.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Shape } from "../../contracts/stored/shape.ts";
import type { Store } from "../../ports/store.ts";
import { addSeconds } from "../../domain/time.ts";

/** How old a remembered configuration may be: a change is seen everywhere within this many seconds. */
const configurationSeconds = 5;

/**
 * The organisation as the message path reads it, remembered for a few seconds so that it costs almost nothing per message.
 * `fresh` reads anew: use it before saying that something does not exist.
 */
export interface Configuration {
  channels(fresh?: "fresh"): Promise<readonly Channel[]>;
  queues(fresh?: "fresh"): Promise<readonly Queue[]>;
  sectors(fresh?: "fresh"): Promise<readonly Sector[]>;
}

/** Reads configuration through a memory that lives as long as the function's sandbox. */
export function createConfiguration({ store, clock }: { store: Store; clock: Clock }): Configuration {
  const remembered = <Value>(
    shape: Shape<Value>,
    prefix: string,
  ): ((fresh?: "fresh") => Promise<readonly Value[]>) => {
    let memory: { readonly until: string; readonly items: readonly Value[] } | undefined;
    return async (fresh) => {
      const now = clock.now();
      if (fresh === undefined && memory !== undefined && now < memory.until) return memory.items;
      const items = await readAll(store, shape, prefix);
      memory = { until: addSeconds(now, configurationSeconds), items };
      return items;
    };
  };
  return {
    channels: remembered(ChannelItem, prefixes.channels),
    queues: remembered(QueueItem, prefixes.queues),
    sectors: remembered(SectorItem, prefixes.sectors),
  };
}

/** The one of a kind that has this property, looked for in memory first and then in the table. */
export async function lookUp<Value>(
  read: (fresh?: "fresh") => Promise<readonly Value[]>,
  is: (value: Value) => boolean,
): Promise<Value | undefined> {
  return (await read()).find(is) ?? (await read("fresh")).find(is);
}

async function readAll<Value>(store: Store, shape: Shape<Value>, prefix: string): Promise<readonly Value[]> {
  const items: Value[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(shape, {
      pk: partitions.configuration,
      prefix,
      limit: 1_000,
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
