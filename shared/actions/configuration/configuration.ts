import type { Channel, Queue, Sector } from "../../contracts/organisation.ts";
import {
  ChannelItem,
  type ConfigurationStamp,
  ConfigurationStampItem,
  QueueItem,
  SectorItem,
  SettingsItem,
  WebhookItem,
} from "../../contracts/stored/shapes.ts";
import { type Settings, defaultSettings } from "../../contracts/settings.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { QueueId, SectorId } from "../../contracts/ids.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Shape } from "../../contracts/stored/shape.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import type { Webhook } from "../../contracts/webhooks.ts";
import { addSeconds } from "../../domain/time.ts";

/** For how long what is remembered is believed without a look at the configuration stamp. */
export const configurationSeconds = 5;

/**
 * How sure a reading must be. Left out: at most `configurationSeconds` old. `fresh`: read now; use it before saying that something
 * does not exist. `any`: whatever is remembered, however old, where it does no harm because what follows from it is checked
 * otherwise.
 */
export type Freshness = "fresh" | "any";

/**
 * The organisation as the message path reads it. It is remembered, and what shows whether it still holds is the
 * configuration stamp, in which every change raises the count of the kinds it changes: within five seconds nothing is read,
 * after that one small item, and records only of a kind that changed. The message path asks for single queues and sectors, so
 * that a change costs it the few records it uses and not all there are.
 */
export interface Configuration {
  channels(how?: Freshness): Promise<readonly Channel[]>;
  queues(how?: Freshness): Promise<readonly Queue[]>;
  sectors(how?: Freshness): Promise<readonly Sector[]>;
  settings(how?: Freshness): Promise<Settings>;
  webhooks(how?: Freshness): Promise<readonly Webhook[]>;
  /** One by its id; that there is none is never remembered. */
  queue(id: QueueId, how?: Freshness): Promise<Queue | undefined>;
  sector(id: SectorId, how?: Freshness): Promise<Sector | undefined>;
}

/** One look at the stamp. While nothing was ever changed there is none. */
interface Look {
  readonly until: Time;
  readonly stamp: ConfigurationStamp | undefined;
}

type Kind = keyof ConfigurationStamp;
type Reading<Value> = (how?: Freshness) => Promise<Value>;

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
    const stamp = await store.get(ConfigurationStampItem, keys.configurationStamp(), {
      consistency: "eventual",
    });
    last = { until, stamp };
    return last;
  };

  const remembered = <Value>(kind: Kind, read: () => Promise<Value>): Reading<Value> => {
    let memory: { readonly look: Look; readonly value: Promise<Value> } | undefined;
    return async (how) => {
      if (how === "any" && memory !== undefined) return memory.value;
      // The stamp is read before the records, so these are never older than what they are remembered under.
      const now = await look();
      if (how !== "fresh" && memory !== undefined && agree(kind, memory.look, now)) return memory.value;
      // Who asks at the same time shares the reading; one that failed is forgotten.
      const reading = { look: now, value: read() };
      memory = reading;
      try {
        return await reading.value;
      } catch (error) {
        if (memory === reading) memory = undefined;
        throw error;
      }
    };
  };

  const rememberedEach = <Id extends string, Value>(
    kind: Kind,
    read: (id: Id) => Promise<Value | undefined>,
  ): ((id: Id, how?: Freshness) => Promise<Value | undefined>) => {
    const known = new Map<Id, Reading<Value | undefined>>();
    return async (id, how) => {
      const reading = known.get(id) ?? remembered(kind, () => read(id));
      known.set(id, reading);
      const value = await reading(how);
      if (value === undefined) known.delete(id);
      return value;
    };
  };

  return {
    channels: remembered("channel", () => readAll(store, ChannelItem, prefixes.channels)),
    queues: remembered("queue", () => readAll(store, QueueItem, prefixes.queues)),
    sectors: remembered("sector", () => readAll(store, SectorItem, prefixes.sectors)),
    webhooks: remembered("webhook", () => readAll(store, WebhookItem, prefixes.webhooks)),
    settings: remembered(
      "settings",
      async () => (await store.get(SettingsItem, keys.settings())) ?? { ...defaultSettings },
    ),
    queue: rememberedEach("queue", (id: QueueId) => store.get(QueueItem, keys.queue(id))),
    sector: rememberedEach("sector", (id: SectorId) => store.get(SectorItem, keys.sector(id))),
  };
}

const agree = (kind: Kind, one: Look, other: Look): boolean =>
  one === other || (one.stamp?.[kind] ?? 0) === (other.stamp?.[kind] ?? 0);

/** The one of a kind that has this property, looked for in memory first and then in the table. */
export async function lookUp<Value>(
  read: (how?: Freshness) => Promise<readonly Value[]>,
  is: (value: Value) => boolean,
): Promise<Value | undefined> {
  return (await read()).find(is) ?? (await read("fresh")).find(is);
}

/**
 * All of a kind: from memory when every one of `ids` is remembered, else read anew. A decision about a person reads what
 * their own record names this way, so that they are not told for seconds that a queue they were just given does not exist.
 */
export async function withAll<Value extends { readonly id: string }>(
  read: (how?: Freshness) => Promise<readonly Value[]>,
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
