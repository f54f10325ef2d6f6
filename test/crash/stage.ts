import type { Call, Intercept } from "../world/calls.ts";
import { type End, type Invocation, fromMeta, fromQueue, fromStream, fromTimer } from "../world/triggers.ts";
import { type Mutation, type World, createSandbox, createWorld } from "../world/world.ts";
import { type Readings, checkOrder, noReadings, noteReading } from "../world/readings.ts";
import { type Shadow, createShadow } from "../world/shadow.ts";
import { checkFormer } from "../world/preferences.ts";
import { checkPosts } from "../world/quiescence.ts";
import { createChance } from "../world/chance.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Handler } from "../world/functions.ts";
import type { Treatment } from "../world/graph.ts";

/** Where a function dies: at the call of this number, before it or once it took effect. */
export interface CrashPoint {
  /** Counted over the whole run, from 1; or, `inRedelivery`, over the first redelivery of what died. */
  readonly call: number;
  readonly when: "before" | "after";
}

/** What the stage may be told to do. */
export interface StageOptions {
  readonly crash?: CrashPoint;
  /** A second death, at a call of the redelivery. */
  readonly again?: CrashPoint;
  readonly treat?: (reference: string, attempt: number) => Treatment;
  readonly mutation?: Mutation;
  /** Sweeps run each minute whatever happened; otherwise only once something died, or when asked for. */
  readonly sweeping?: boolean;
}

/** A call that was made, by which function. */
export interface Made {
  readonly function: FunctionName;
  readonly call: string;
  /** Which invocation of the run made it. */
  readonly invocation: number;
}

/** A desk whose functions run one after the other, each until it ends or dies, until everything is at rest. */
export interface Stage {
  readonly world: World;
  readonly shadow: Shadow;
  /** Every call of the run, in order. */
  readonly made: readonly Made[];
  readonly deaths: () => number;
  /** The calls of the first redelivery of what died. */
  readonly redelivery: () => readonly Made[];
  /** Runs one invocation to its end, or death. */
  run(invocation: Invocation): Promise<void>;
  /** Delivers whatever waits, lets time pass and, where something may be lost, sweeps, until nothing is left to do. */
  rest(sweep?: "sweep"): Promise<void>;
}

const queueNames = ["inbound", "routing", "outbound", "webhooks", "wakeups"] as const;
const accepting: Treatment = { accepted: true, answer: "accepted", statuses: ["sent", "delivered", "read"] };
const mostRounds = 2_000;

export function createStage(options: StageOptions): Stage {
  const shadow = createShadow();
  const world = createWorld({
    chance: createChance("crash"),
    treat: options.treat ?? (() => accepting),
    statusDelay: () => [0],
    again: () => undefined,
    onChange: shadow.hear,
    shards: 1,
  });
  const made: Made[] = [];
  const warm = new Map<FunctionName, Handler>();
  let current: { name: FunctionName; readings: Readings; die: () => void; dead: boolean } | undefined;
  let deaths = 0;
  let invocations = 0;
  let postsSeen = 0;
  /** Calls made since the redelivery of what died began; undefined outside it. */
  let redelivered: number | undefined;
  const redelivery: Made[] = [];
  let deadFunction: FunctionName | undefined;

  const crashes = (): "before" | "after" | undefined => {
    if (deaths === 0 && options.crash?.call === made.length) return options.crash.when;
    if (deaths === 1 && redelivered !== undefined && options.again?.call === redelivered)
      return options.again.when;
    return undefined;
  };

  const intercept: Intercept = async (call: Call, run) => {
    const never = new Promise<never>(() => {});
    const owner = current;
    if (owner === undefined) throw new Error(`${call.name} was called outside any invocation`);
    if (owner.dead) return never;
    const one = { function: owner.name, call: call.name, invocation: invocations };
    made.push(one);
    if (redelivered !== undefined) {
      redelivered += 1;
      redelivery.push(one);
    }
    const when = crashes();
    if (when === "before") {
      owner.die();
      return never;
    }
    const before = new Map(shadow.places);
    try {
      const answer = await run();
      if (call.read !== undefined) noteReading(owner.readings, shadow, call.read, world.clock.now(), answer);
      if (when !== "after") return answer;
    } catch (error) {
      if (when !== "after") throw error;
    } finally {
      for (const entry of shadow.settle()) {
        checkFormer(shadow, entry);
        if (entry.type === "assigned" && entry.mode === "routed") {
          checkOrder(owner.readings, shadow, entry, before);
        }
      }
      postsSeen = checkPosts(world, postsSeen);
    }
    owner.die();
    return never;
  };

  const run = async (invocation: Invocation): Promise<void> => {
    const name = invocation.function;
    invocations += 1;
    const handler = warm.get(name) ?? createSandbox(world, name, intercept, options.mutation);
    warm.set(name, handler);
    if (deadFunction === name && deaths === 1) redelivered = 0;
    const end = await new Promise<End>((resolve) => {
      const owner = {
        ...{ name, readings: noReadings(), dead: false },
        die: () => {
          owner.dead = true;
          deaths += 1;
          deadFunction = deaths === 1 ? name : undefined;
          warm.delete(name);
          resolve({ kind: "died" });
        },
      };
      current = owner;
      handler(invocation.event as never, {} as never).then(
        (answer) => resolve({ kind: "answered", answer }),
        (error: unknown) => resolve({ kind: "failed", error }),
      );
    });
    if (redelivered !== undefined) {
      redelivered = undefined;
      deadFunction = undefined;
    }
    current = undefined;
    if (end.kind === "failed") throw new Error(`${name} failed`, { cause: end.error });
    invocation.ended(end);
  };

  const next = (): Invocation | undefined => {
    world.scheduler.fire();
    const delivery = world.meta.pending.find((it) => it.notBefore <= world.clock.ms());
    if (delivery !== undefined) return fromMeta(world, delivery);
    for (const name of queueNames) {
      const batch = fromQueue(world, name, 10);
      if (batch !== undefined) return batch;
    }
    return fromStream(world, 0, 100);
  };

  const rest = async (sweep?: "sweep"): Promise<void> => {
    for (let round = 0, swept = false; !swept; round += 1) {
      if (round > mostRounds) throw new Error("the desk does not come to rest");
      const invocation = next();
      if (invocation !== undefined) {
        await run(invocation);
        continue;
      }
      const wakeUps = [
        ...world.meta.pending.map((it) => it.notBefore),
        ...queueNames.flatMap((name) => world.queues[name].nextVisible() ?? []),
      ];
      if (wakeUps.length > 0) {
        world.clock.advance(Math.max(1, Math.min(...wakeUps) - world.clock.ms()));
        continue;
      }
      if (sweep === undefined && options.sweeping !== true && deaths === 0) return;
      // A send counts as forgotten after a minute: the sweep of the minute after that finds it.
      world.clock.advance(61_000);
      const [writes, died] = [world.store.changes.length, deaths];
      await run(fromTimer());
      swept =
        died === deaths &&
        queueNames.every((name) => world.queues[name].depth() === 0) &&
        writes === world.store.changes.length;
    }
  };

  return { world, shadow, made, deaths: () => deaths, redelivery: () => redelivery, run, rest };
}
