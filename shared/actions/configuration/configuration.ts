import type { Channel, Queue, Sector } from "../../contracts/organisation.ts";
import {
  ChannelItem,
  ConfigurationStampItem,
  QueueItem,
  SectorItem,
  SettingsItem,
} from "../../contracts/stored/shapes.ts";
import { type Settings, defaultSettings } from "../../contracts/settings.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Shape } from "../../contracts/stored/shape.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { addSeconds } from "../../domain/time.ts";

/** For how long what is remembered is believed without a look at the configuration stamp. */
export const configurationSeconds = 5;

/**
 * The organisation as the message path reads it. It is remembered, and what shows whether it still holds is the
 * configuration stamp, which every change of the configuration raises: within five seconds nothing is read, after that one
 * small item, and the records only when it says that something changed. `fresh` reads anew: use it before saying that
 * something does not exist.
 */
export interface Configuration {
  channels(fresh?: "fresh"): Promise<readonly Channel[]>;
  queues(fresh?: "fresh"): Promise<readonly Queue[]>;
  sectors(fresh?: "fresh"): Promise<readonly Sector[]>;
  settings(fresh?: "fresh"): Promise<Settings>;
}

/** One look at the stamp. `changes` is undefined while there is none: then what is remembered holds until the next look. */
interface Look {
  readonly until: Time;
  readonly changes: number | undefined;
}

/** Reads configuration through a memory that lives as long as the function's sandbox. */
export function createConfiguration({ store, clock }: { store: Store; clock: Clock }): Configuration {
  let looking: Promise<Look> | undefined;
  let last: Look | undefined;

  const look = async (): Promise<Look> => {
    if (last !== undefined && clock.now() < last.until) return last;
    looking ??= lookAnew().finally(() => (looking = undefined));
    return looking;
  };
  const lookAnew = async (): Promise<Look> => {
    const until = addSeconds(clock.now(), configurationSeconds);
    // An old stamp read eventually only delays the next reading of the records; these are read consistently.
    const found = await store.get(ConfigurationStampItem, keys.configurationStamp(), {
      consistency: "eventual",
    });
    last = { until, changes: found?.changes };
    return last;
  };

  const remembered = <Value>(read: () => Promise<Value>): ((fresh?: "fresh") => Promise<Value>) => {
    let memory: { readonly look: Look; readonly value: Value } | undefined;
    return async (fresh) => {
      // The stamp is read before the records, so these are never older than what they are remembered under.
      const now = await look();
      if (fresh === undefined && memory !== undefined && agree(memory.look, now)) return memory.value;
      const value = await read();
      memory = { look: now, value };
      return value;
    };
  };

  return {
    channels: remembered(() => readAll(store, ChannelItem, prefixes.channels)),
    queues: remembered(() => readAll(store, QueueItem, prefixes.queues)),
    sectors: remembered(() => readAll(store, SectorItem, prefixes.sectors)),
    settings: remembered(
      async () => (await store.get(SettingsItem, keys.settings())) ?? { ...defaultSettings },
    ),
  };
}

const agree = (one: Look, other: Look): boolean =>
  one === other || (one.changes !== undefined && one.changes === other.changes);

/** The one of a kind that has this property, looked for in memory first and then in the table. */
export async function lookUp<Value>(
  read: (fresh?: "fresh") => Promise<readonly Value[]>,
  is: (value: Value) => boolean,
): Promise<Value | undefined> {
  return (await read()).find(is) ?? (await read("fresh")).find(is);
}

/**
 * All of a kind: from memory when every one of `ids` is remembered, else read anew. A decision about a person reads what
 * their own record names this way, so that they are not told for seconds that a queue they were just given does not exist.
 */
export async function withAll<Value extends { readonly id: string }>(
  read: (fresh?: "fresh") => Promise<readonly Value[]>,
  ids: readonly string[],
): Promise<readonly Value[]> {
  const known = await read();
  const have = new Set<string>(known.map(({ id }) => id));
  return ids.every((id) => have.has(id)) ? known : read("fresh");
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
