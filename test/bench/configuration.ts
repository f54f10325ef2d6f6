import type { FunctionName } from "../../shared/contracts/functions.ts";
import { changeQueue } from "../../shared/actions/organisation/queues.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { partitions } from "../../shared/contracts/stored/keys.ts";
import { itemSize } from "../../local/aws/engines/dynamodb/values.ts";
import { readUnits } from "../../local/aws/engines/dynamodb/capacity.ts";
import type { Shape } from "../../shared/contracts/stored/shape.ts";
import { encode } from "../../shared/store/items.ts";
import type { Store } from "../../shared/ports/store.ts";
import { createChance } from "../world/chance.ts";
import type { Handler } from "../world/functions.ts";
import { image } from "../world/stream.ts";
import { type Invocation, fromMeta, fromQueue, fromStream } from "../world/triggers.ts";
import { type World, createSandbox, createWorld } from "../world/world.ts";
import { type Crowd, foundCrowd } from "./crowd.ts";

/** What reading the configuration cost over one stretch of messages. */
export interface Stretch {
  readonly name: string;
  readonly seconds: number;
  readonly messages: number;
  /** Changes of the organisation that were made meanwhile. */
  readonly changes: number;
  readonly readUnitsAMessage: number;
}

export interface ConfigurationResult {
  readonly sectors: number;
  readonly queues: number;
  readonly agents: number;
  /** Sandboxes of each function on the way, where messages do not come so seldom that one is enough. */
  readonly sandboxes: Readonly<Record<string, number>>;
  readonly stretches: readonly Stretch[];
  /** The longest that any sandbox took to see a change, in seconds. */
  readonly slowestToSee: number;
}

/** How many sandboxes of a function take turns, where not just one. A new one takes the place of each after an hour. */
const pools = { "whatsapp-webhook": 3, "queue-inbound": 3, "stream-relay": 2, "queue-routing": 2 } as const;
type Traced = keyof typeof pools;
const lifetimeMs = 3_600_000;

const isTraced = (name: FunctionName): name is Traced => Object.hasOwn(pools, name);

/**
 * Sends messages through the real functions in a world of simulated time, with 50 sectors, 200 queues and 1,000 agents, and
 * counts what they read of the configuration: bytes as they are stored, units by the service's rule. A sixth of the
 * messages are of customers nobody knows, so that a ticket opens and is routed.
 */
export async function measureConfiguration(quick: boolean): Promise<ConfigurationResult> {
  const world = createWorld({
    chance: createChance("configuration"),
    treat: () => ({ accepted: true, answer: "accepted", statuses: [] }),
    statusDelay: () => [],
    again: () => undefined,
  });
  const crowd = await foundCrowd(world);
  const traffic = createTraffic(world, crowd);
  const minutes = quick ? 2 : 15;
  const stretches = [
    await traffic.run("one message a second", { seconds: 60 * minutes, every: 1, each: 1 }),
    await traffic.run("bursts of 100 in ten seconds", { seconds: 60 * minutes, every: 60, each: 100 }),
    await traffic.run("one message every half minute", { seconds: 480 * minutes, every: 30, each: 1 }),
    await traffic.run("one a second, a change every minute", {
      ...{ seconds: 60 * minutes, every: 1, each: 1 },
      changeEvery: 60,
    }),
    await traffic.run("one a second, a change every three seconds", {
      ...{ seconds: 60 * minutes, every: 1, each: 1 },
      changeEvery: 3,
    }),
  ];
  return {
    sectors: crowd.sectors.length,
    queues: crowd.queues.length,
    agents: crowd.agents,
    sandboxes: pools,
    stretches,
    slowestToSee: await slowestToSee(world, crowd, quick ? 20 : 200),
  };
}

function createTraffic(world: World, crowd: Crowd) {
  const chance = createChance("traffic");
  const sandboxes = new Map<string, { readonly handler: Handler; readonly bornAt: number }>();
  let units = 0;
  let written = 0;
  let customers = 0;
  let alone = false;

  const handlerOf = (name: Traced): Handler => {
    const slot = `${name} ${alone ? 0 : chance.below(pools[name])}`;
    const warm = sandboxes.get(slot);
    if (warm !== undefined && world.clock.ms() < warm.bornAt + lifetimeMs) return warm.handler;
    const count = (read: number): void => void (units += read);
    const handler = createSandbox(world, name, (_call, run) => run(), {
      ports: (ports) => ({ ...ports, store: counted(ports.store, count) }),
    });
    sandboxes.set(slot, { handler, bornAt: world.clock.ms() });
    return handler;
  };
  const invoke = async (invocation: Invocation | undefined): Promise<boolean> => {
    if (invocation === undefined || !isTraced(invocation.function)) return false;
    const answer = await handlerOf(invocation.function)(invocation.event as never, {} as never);
    invocation.ended({ kind: "answered", answer });
    return true;
  };
  const drain = async (): Promise<void> => {
    for (let busy = true; busy;) {
      busy = false;
      for (const delivery of [...world.meta.pending])
        busy = (await invoke(fromMeta(world, delivery))) || busy;
      busy = (await invoke(fromQueue(world, "inbound", 10))) || busy;
      for (let shard = 0; shard < world.stream.shards; shard += 1)
        busy = (await invoke(fromStream(world, shard, 100))) || busy;
      busy = (await invoke(fromQueue(world, "routing", 10))) || busy;
    }
  };
  const write = (): void => {
    written += 1;
    if (customers === 0 || chance.below(6) === 0) customers += 1;
    const customer = chance.below(customers);
    const { phoneNumberId } = crowd.channels[customer % crowd.channels.length] ?? { phoneNumberId: "" };
    const sender = { userId: `BR.bench${customer}`, name: `Customer ${customer}` };
    const message = {
      phoneNumberId,
      providerId: `wamid.bench.${written}`,
      sender,
      text: `message ${written}`,
    };
    world.meta.emit([message], [], 0);
  };

  return {
    run: async (
      name: string,
      plan: {
        readonly seconds: number;
        readonly every: number;
        readonly each: number;
        readonly changeEvery?: number;
      },
    ): Promise<Stretch> => {
      alone = plan.every > 10 && plan.each === 1;
      const before = { units, written };
      let changes = 0;
      for (let second = 0; second < plan.seconds; second += 1) {
        // A hundred at once are spread over ten seconds.
        const [width, share] = plan.each > 10 ? [10, plan.each / 10] : [1, plan.each];
        for (let at = 0; second % plan.every < width && at < share; at += 1) write();
        if (plan.changeEvery !== undefined && second % plan.changeEvery === 0) {
          changes += 1;
          await rename(world, crowd, changes);
        }
        await drain();
        world.clock.advance(1_000);
      }
      const messages = written - before.written;
      const readUnitsAMessage = (units - before.units) / messages;
      return { name, seconds: plan.seconds, messages, changes, readUnitsAMessage };
    },
  };
}

/** A change of one of the queues that messages come into. */
async function rename(world: World, { admin, queues, channels }: Crowd, count: number): Promise<void> {
  const deps = world.ports((_call, run) => run());
  const queueId = queues[count % channels.length]?.id;
  if (queueId === undefined) throw new Error("there is no such queue");
  const name = `Queue, ${count} times renamed, at ${world.clock.now()}`;
  await changeQueue({ ...deps, configuration: createConfiguration(deps) }, { actor: admin, queueId, name });
}

/** Changes one queue at a time while ten sandboxes ask for it at moments of their own. */
async function slowestToSee(world: World, crowd: Crowd, rounds: number): Promise<number> {
  const chance = createChance("seeing");
  const queue = crowd.queues[0];
  if (queue === undefined) throw new Error("there is no queue");
  const sandboxes = Array.from({ length: 10 }, () => createConfiguration(world));
  const stepMs = 100;
  let slowest = 0;
  for (let round = 1; round <= rounds; round += 1) {
    await rename(world, { ...crowd, queues: [queue], channels: crowd.channels.slice(0, 1) }, round);
    const wanted = (await createConfiguration(world).queue(queue.id))?.name;
    const waiting = new Set(sandboxes);
    for (let passed = 0; waiting.size > 0; passed += stepMs) {
      if (passed > 60_000) throw new Error("a sandbox never sees the change");
      for (const sandbox of waiting) {
        if (chance.is(0.5) || (await sandbox.queue(queue.id))?.name !== wanted) continue;
        waiting.delete(sandbox);
        slowest = Math.max(slowest, passed / 1_000);
      }
      world.clock.advance(stepMs);
    }
    world.clock.advance(chance.below(10_000));
  }
  return slowest;
}

/** The store, telling the read units of each request for what is in the configuration's partition. */
function counted(store: Store, count: (units: number) => void): Store {
  const sizeOf = (shape: Shape<never>, value: unknown): number =>
    value === undefined ? 0 : itemSize(image(encode(shape, value).item));
  return {
    ...store,
    get: async (shape, key, options) => {
      const value = await store.get(shape, key, options);
      if (key.pk === partitions.configuration)
        count(readUnits(sizeOf(shape as Shape<never>, value), options?.consistency !== "eventual"));
      return value;
    },
    getMany: async (wanted, options) => {
      const values = await store.getMany(wanted, options);
      for (const [index, { key, shape }] of wanted.entries()) {
        if (key.pk !== partitions.configuration) continue;
        count(readUnits(sizeOf(shape as Shape<never>, values[index]), options?.consistency !== "eventual"));
      }
      return values;
    },
    query: async (shape, query) => {
      const page = await store.query(shape, query);
      if (query.pk === partitions.configuration) {
        const bytes = page.items.reduce((sum, it) => sum + sizeOf(shape as Shape<never>, it), 0);
        count(readUnits(bytes, query.consistency !== "eventual"));
      }
      return page;
    },
  };
}
