import { type Engine, createEngine } from "./engine.ts";
import { type Invocation, fromMeta, fromQueue, fromStream, fromTimer } from "../world/triggers.ts";
import { type Mutation, type World, createWorld } from "../world/world.ts";
import { type Tally, createTally } from "./tally.ts";
import { createCustomers, createTreatment } from "./customers.ts";
import { Violation, createShadow } from "../world/shadow.ts";
import { askedAt } from "./endings.ts";
import { acquaint } from "./acquaintances.ts";
import { checkLines, checkQuiescence } from "../world/quiescence.ts";
import { createAdministration } from "./administration.ts";
import { createDesk } from "./people.ts";
import { asItIs, found } from "./organisation.ts";
import { createReorganisation } from "./reorganising.ts";
import { createPunctuality } from "./snoozing.ts";
import { nowAndThen } from "../world/meta.ts";
import { chanceOf, temperamentOf } from "./temperament.ts";
import { addWebhooks, createReceiving } from "./webhooks.ts";
import { fillLine } from "./line.ts";

/** What one seed came to. */
export interface Outcome {
  readonly seed: number;
  readonly tally: Tally;
  /** The error that ended it: a Violation, or a mistake of the simulation itself. */
  readonly error: unknown;
}

export interface RunOptions {
  readonly seed: number;
  readonly mutation?: Mutation;
  readonly trace?: (line: string) => void;
}

const activeSteps = 300;
const mostSteps = 30_000;
/** Changes for whom waits when the day is over. */
const mostEvenings = 3;
/** Sweeps within which every removal ends once nothing goes wrong any more. */
const mostSweeps = 30;
const queueNames = ["inbound", "routing", "outbound", "wakeups", "webhooks"] as const;

/** Runs one seed: a while of everything at once, then rest. The same seed does the same. */
export async function runSeed(options: RunOptions): Promise<Outcome> {
  const tally = createTally();
  try {
    await simulate(options, tally);
    return { seed: options.seed, tally, error: undefined };
  } catch (error) {
    return { seed: options.seed, tally, error };
  }
}

async function simulate({ seed, mutation = {}, trace }: RunOptions, tally: Tally): Promise<void> {
  const chance = chanceOf(seed);
  const shadow = createShadow();
  const play = chance.fork("play");
  const stale = chance.fork("stale");
  const metas = chance.fork("meta");
  const mood = temperamentOf(seed);
  let calm = false;
  const treatment = createTreatment(metas, () => calm);
  const world: World = createWorld({
    chance,
    ...treatment,
    again: nowAndThen(metas),
    punctuality: createPunctuality(chance.fork("scheduler"), () => calm),
    receive: createReceiving(chance.fork("receivers"), () => calm),
    staleness: () => (calm || !stale.is(mood.staleness) ? 0 : stale.between(1, 12)),
    skew: () => (calm ? 0 : engine.skew()),
    onChange: shadow.hear,
  });
  const engine: Engine = createEngine({
    world: () => world,
    shadow,
    chance,
    tally,
    mutation,
    mishaps: mood.mishaps,
    trace,
  });
  const founding = await found(world, chance.fork("organisation"), mood.crowdedLine > 0);
  const organisation = asItIs(founding, shadow);
  const customers = createCustomers(organisation, chance.fork("customers"), () =>
    askedAt(shadow, world.clock.now()),
  );
  await acquaint(world, organisation.people, customers.people, chance.fork("acquaintances"));
  await addWebhooks(world, organisation, chance.fork("webhooks"));
  await fillLine(world, organisation, mood.crowdedLine);
  shadow.settle();
  const desk = createDesk(world, shadow, organisation, chance.fork("people"), tally);
  const administration = createAdministration(shadow, organisation, desk, chance.fork("administration"), {
    leave: customers.leave,
    newcomer: () => customers.newcomer(world),
  });
  const reorganisation = createReorganisation(shadow, organisation, desk, chance.fork("reorganisation"));
  let poisoned = 0;
  let lastSweep = world.clock.ms();

  const due = (): Invocation | undefined => {
    const ready = world.meta.pending.filter((delivery) => delivery.notBefore <= world.clock.ms());
    return ready.length === 0 ? undefined : fromMeta(world, play.pick(ready), () => !calm && play.is(0.05));
  };
  const sweepDue = (): Invocation | undefined => {
    if (world.clock.ms() - lastSweep < 60_000) return undefined;
    lastSweep = world.clock.ms();
    return fromTimer();
  };
  const fromSomeQueue = (): Invocation | undefined =>
    fromQueue(world, play.pick(queueNames), play.between(1, 5));
  const fromSomeShard = (): Invocation | undefined =>
    fromStream(world, play.below(world.stream.shards), play.between(1, 12), () => {
      const twice = !calm && play.is(0.05);
      if (twice) tally.count("stream batches told twice");
      return twice;
    });
  const writing = (): undefined => {
    customers.write(world);
    return undefined;
  };
  const rating = (): undefined => {
    customers.rate(world);
    return undefined;
  };
  const fireSchedules = (): undefined => {
    world.scheduler.fire();
    return undefined;
  };
  const poison = (): undefined => {
    poisoned += 1;
    const queue = play.pick(queueNames);
    world.queues[queue].send([
      { body: { v: 0, poisoned }, group: `poison-${poisoned}`, id: `poison-${poisoned}` },
    ]);
  };

  const starts: readonly (readonly [number, () => Invocation | undefined])[] = [
    [14, due],
    [20, fromSomeQueue],
    [12, fromSomeShard],
    [mood.acting, () => desk.act()],
    [6, () => desk.again()],
    [mood.writing, writing],
    [5, rating],
    [6, sweepDue],
    [8, fireSchedules],
    [0.2, poison],
    [mood.reorganisation, () => reorganisation.act()],
    [mood.administration, () => administration.act()],
    // Who takes something apart does not dawdle: others still know it as it was.
    [mood.administration * 3, () => administration.goOn()],
  ];
  const weight = starts.reduce((sum, [share]) => sum + share, 0);
  const begin = async (): Promise<void> => {
    let at = play.unit() * weight;
    for (const [share, make] of starts) {
      if (at < share) {
        const invocation = make();
        if (invocation !== undefined) await engine.start(invocation);
        return;
      }
      at -= share;
    }
  };
  const passTime = async (): Promise<void> => {
    const at = play.unit();
    const leap = 0.02 * mood.leaps;
    if (at < 0.3) await engine.pass(play.between(1, mood.pace));
    else if (at < 0.3 + leap) await engine.pass(play.between(1_000, 30_000));
    else if (at < 0.3 + 1.45 * leap) await engine.pass(play.between(30_000, 400_000));
    else if (at < 0.3 + 1.51 * leap) {
      await engine.pass(play.pick([6, 30, 100]) * 3_600_000);
      world.store.expire(Math.floor(world.clock.ms() / 1_000));
    }
  };

  for (let round = 0; round < activeSteps; round += 1) {
    await passTime();
    const crowded = engine.running() >= mood.crowd;
    if (engine.waiting() > 0 && (crowded || play.is(mood.hurry))) await engine.step();
    else await begin();
  }
  calm = true;
  world.meta.calm();
  engine.calm();
  await drain();
  if (mood.reorganisation > 0) await makeRoom();
  if (engine.running() > 0) throw new Violation("rest", "a function waits for what never comes");
  checkQuiescence(world, shadow, organisation, poisoned);
  tally.count("tickets", shadow.tickets.size);
  tally.count("messages not heard", shadow.contacts.refused.size);
  tally.count("schedules fired", world.scheduler.fired());
  tally.count("webhook posts", world.receivers.posts.length);
  tally.count("webhook posts in vain", world.receivers.posts.filter((post) => !post.taken).length);
  for (const id of shadow.gone) tally.count(`removed: ${id.slice(0, 3)}`);
  tally.count(
    "sends dropped by deduplication",
    queueNames.reduce((sum, it) => sum + world.queues[it].deduplicated(), 0),
  );
  for (const { entries } of shadow.tickets.values()) {
    for (const entry of entries) {
      if (entry.type === "message" && entry.direction === "out") {
        tally.count(`messages at rest: ${entry.delivery.status}`);
      }
    }
  }

  /** In the evening room is made for who still waits: they are served for that reason alone, before anybody sweeps. */
  async function makeRoom(): Promise<void> {
    for (let change = 0; change < mostEvenings; change += 1) {
      const made = reorganisation.makeRoom();
      if (made === undefined) break;
      tally.count(`evening: ${made.what}`);
      await engine.start(made.invocation);
      await drain(false);
      checkLines(shadow, world.clock.now());
    }
    await drain();
  }

  async function drain(sweeping = true): Promise<void> {
    let idleSweeps = 0;
    let sweeps = 0;
    let seen = world.store.changes.length;
    /** Whether anything happened since the last sweep but that a ticket is to be looked at again later, as happens every minute. */
    const stirred = (): boolean =>
      world.store.changes
        .slice(seen)
        .some(({ newItem, oldItem }) => (newItem ?? oldItem)?.["shape"] !== "timer");
    const removals = (): boolean => [...shadow.there.values()].some(({ removing }) => removing !== null);
    for (let round = 0; ; round += 1) {
      if (round > mostSteps) throw new Violation("rest", "the desk does not come to rest");
      if (engine.waiting() > 0) {
        await engine.step();
        continue;
      }
      world.scheduler.fire();
      const next = due() ?? desk.again() ?? queueWork() ?? shardWork();
      if (next !== undefined) {
        if (stirred()) idleSweeps = 0;
        await engine.start(next);
        continue;
      }
      const wakeUps = [
        ...world.meta.pending.map((delivery) => delivery.notBefore),
        ...queueNames.flatMap((name) => world.queues[name].nextVisible() ?? []),
      ];
      if (wakeUps.length > 0) {
        idleSweeps = 0;
        world.clock.advance(Math.max(1, Math.min(...wakeUps) - world.clock.ms()));
        continue;
      }
      if (!sweeping) return;
      world.clock.advance(61_000);
      if (idleSweeps >= 2) return;
      sweeps += 1;
      // A removal takes its time; when it never ends, that is found at rest.
      if (!removals() || sweeps > mostSweeps) idleSweeps += 1;
      lastSweep = world.clock.ms();
      seen = world.store.changes.length;
      await engine.start(fromTimer());
    }
  }
  function queueWork(): Invocation | undefined {
    for (const name of queueNames) {
      const found = fromQueue(world, name, 10);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  function shardWork(): Invocation | undefined {
    for (let shard = 0; shard < world.stream.shards; shard += 1) {
      const found = fromStream(world, shard, 100);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
