import { type Mutation, type World, createSandbox } from "../world/world.ts";
import { type Readings, checkOrder, noReadings, noteReading, noteRefusal } from "../world/readings.ts";
import { type Shadow, Violation } from "../world/shadow.ts";
import { type Call, Conflict, type Intercept } from "../world/calls.ts";
import type { Chance } from "../world/chance.ts";
import type { Entry } from "../../shared/contracts/tickets.ts";
import type { End, Invocation } from "../world/triggers.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Handler } from "../world/functions.ts";
import type { Place } from "../../shared/contracts/stored/shapes.ts";
import type { Tally } from "./tally.ts";
import { type Change, ConditionFailed, StoreBusy } from "../../shared/ports/store.ts";
import { checkFormer } from "../world/preferences.ts";
import { checkGrants } from "./grants.ts";
import { functionSettings } from "../../infra/functions.ts";
import { keyText, prepare } from "../../shared/store/prepare.ts";
import { checkPosts } from "../world/quiescence.ts";

/** A call failed although there is nothing wrong with it: the network, or the service. */
class Fault extends Error {
  constructor(call: string) {
    super(`injected: ${call} failed`);
    this.name = "Fault";
  }
}

interface Running {
  readonly id: number;
  readonly invocation: Invocation;
  readonly sandbox: Sandbox;
  readonly readings: Readings;
  /** When it began. */
  readonly at: number;
  /** How many commits had been made when it began. */
  readonly after: number;
  faulted: boolean;
  dead: boolean;
}

interface Sandbox {
  readonly handler: Handler;
  readonly skewMs: number;
  current: Running | undefined;
}

/** A call that waits for its turn. */
interface Gate {
  readonly running: Running;
  readonly call: Call;
  readonly run: () => Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface Engine {
  /** Begins an invocation and lets it come to its first call. */
  start(invocation: Invocation): Promise<void>;
  /** Lets one of the calls that wait have its turn, with whatever goes wrong with it. */
  step(): Promise<void>;
  /**
   * Lets time pass. Who would by then run longer than a function may comes to its end first, or is ended.
   */
  pass(milliseconds: number): Promise<void>;
  readonly waiting: () => number;
  readonly running: () => number;
  /** From now on nothing goes wrong any more. */
  calm(): void;
  /** By how much the clock of the sandbox at work is ahead. */
  readonly skew: () => number;
}

/** How often who runs too long is ended, where the others are let come to their end. */
const endings = 0.1;

/** How often a write that meets another one is refused. */
const conflicting = 0.5;

/** Faults spare an event that was delivered this often: what never heals is not what is simulated. */
const patience = 3;

const drained = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Runs functions side by side, one call at a time: every call of a port waits for its turn, and chance says whose turn it
 * is and whether the call goes well. After every step all invariants are checked.
 */
export function createEngine(options: {
  readonly world: () => World;
  readonly shadow: Shadow;
  readonly chance: Chance;
  readonly tally: Tally;
  readonly mutation: Mutation;
  /** The share of calls that something goes wrong with. */
  readonly mishaps: number;
  readonly trace?: ((line: string) => void) | undefined;
}): Engine {
  const { shadow, tally, trace } = options;
  const turns = options.chance.fork("turns");
  const mishaps = options.chance.fork("mishaps");
  const idle = new Map<FunctionName, Sandbox[]>();
  let gates: Gate[] = [];
  let count = 0;
  let running = 0;
  let calm = false;
  let skewMs = 0;
  let postsSeen = 0;
  let broken: unknown;

  const openSandbox = (name: FunctionName): Sandbox => {
    const sandbox: { current: Running | undefined } = { current: undefined };
    const intercept: Intercept = <Answer>(call: Call, run: () => Promise<Answer>) =>
      new Promise<Answer>((resolve, reject) => {
        const owner = sandbox.current;
        if (owner === undefined) throw new Error(`${name} called ${call.name} after its end`);
        if (!owner.dead)
          gates.push({ running: owner, call, run, resolve: resolve as Gate["resolve"], reject });
      });
    const handler = createSandbox(options.world(), name, intercept, options.mutation);
    return Object.assign(sandbox, { handler, skewMs: turns.is(0.3) ? turns.between(-15, 15) : 0 });
  };

  const end = (it: Running, how: End): void => {
    if (it.dead) return;
    it.dead = true;
    running -= 1;
    const left = gates.filter((gate) => gate.running === it);
    gates = gates.filter((gate) => gate.running !== it);
    if (how.kind !== "died") {
      // What nobody waited for is frozen with the sandbox, and its connection is dead when that wakes up.
      for (const gate of left) gate.reject(failureOf(gate.call));
      it.sandbox.current = undefined;
      idle.set(it.invocation.function, [...(idle.get(it.invocation.function) ?? []), it.sandbox]);
    }
    trace?.(`#${it.id} ${it.invocation.function} ${describe(how)}`);
    try {
      if (!it.faulted) assertNoMistake(it, how, options.world());
      it.invocation.ended(how);
    } catch (error) {
      broken ??= error;
    }
  };

  const rest = async (): Promise<void> => {
    await drained();
    if (broken !== undefined) throw broken;
  };

  /** The call's effect; what it did to the table is checked before anybody else moves. */
  const perform = async ({ running: it, call, run }: Gate): Promise<unknown> => {
    const before: ReadonlyMap<string, Place> | undefined =
      call.name === "store.commit" && it.invocation.function === "queue-routing"
        ? new Map(shadow.places)
        : undefined;
    try {
      const answer = await run();
      if (call.read !== undefined && it.invocation.function === "queue-routing") {
        noteReading(it.readings, shadow, call.read, options.world().clock.now(), answer);
      }
      return answer;
    } catch (error) {
      if (error instanceof ConditionFailed) {
        tally.count("commits that lost a race");
        if (it.invocation.function === "queue-routing") noteRefusal(it.readings, error);
      }
      throw error;
    } finally {
      for (const entry of shadow.settle(it.after)) {
        tally.count(`entries: ${entry.type}${wayOf(entry)}`);
        checkGrants(shadow, entry, it.after);
        checkFormer(shadow, entry);
        shadow.contacts.checkOpened(entry, it.after);
        if (entry.type === "assigned" && entry.mode === "routed" && before !== undefined) {
          checkOrder(it.readings, shadow, entry, before);
        }
      }
      postsSeen = checkPosts(options.world(), postsSeen);
    }
  };

  /** Whether another write of one of the same items is under way, and a transaction among the two. */
  const meetsAnother = ({ call, running: it }: Gate): boolean => {
    const own = new Set(keysOf(call));
    if (own.size === 0) return false;
    return gates.some(
      (other) =>
        !other.running.dead &&
        other.running !== it &&
        (isTransaction(call) || isTransaction(other.call)) &&
        keysOf(other.call).some((key) => own.has(key)),
    );
  };

  const mishapOf = (gate: Gate): string => {
    if (!calm && gate.running.invocation.attempt <= patience && meetsAnother(gate) && mishaps.is(conflicting))
      return "conflict";
    if (calm || gate.running.invocation.attempt > patience || !mishaps.is(options.mishaps)) return "none";
    const kinds = ["dies before", "dies after", "fails before", "fails after", "part", "repeated"];
    const kind = mishaps.pick(kinds);
    if (kind === "part") return gate.call.part === undefined ? "fails before" : kind;
    if (kind === "repeated") return isRepeatable(gate.call) ? kind : "none";
    return kind;
  };

  const turn = async (gate: Gate, mishap: string): Promise<void> => {
    const { running: it, call, resolve } = gate;
    // A post to Meta never throws: whatever went wrong, its adapter says that nobody knows.
    const reject = (error: unknown): void =>
      call.name === "whatsapp.send" ? resolve({ kind: "unknown", detail: "cut" }) : gate.reject(error);
    switch (mishap) {
      case "dies before":
        return end(it, { kind: "died" });
      case "dies after":
        await perform(gate).catch(onlyExpected);
        return end(it, { kind: "died" });
      case "fails before":
        return reject(failureOf(call));
      case "conflict":
        return gate.reject(new Conflict());
      case "fails after":
        await perform(gate).catch(onlyExpected);
        return reject(failureOf(call));
      case "part":
        await call.part?.();
        return reject(failureOf(call));
      case "repeated":
        await perform(gate).catch(onlyExpected);
        break;
      default:
    }
    await perform(gate).then(resolve, (error: unknown) => {
      if (error instanceof Violation) throw error;
      reject(error);
    });
  };

  return {
    start: async (invocation) => {
      count += 1;
      running += 1;
      tally.count(`invocations: ${invocation.function}`);
      if (invocation.attempt > 1) tally.count("deliveries repeated");
      const name = invocation.function;
      const warm = idle.get(name) ?? [];
      const sandbox = warm.length > 0 && turns.is(0.8) ? (warm.pop() as Sandbox) : openSandbox(name);
      const it: Running = {
        ...{ id: count, invocation, sandbox, readings: noReadings(), at: options.world().clock.ms() },
        after: shadow.contacts.commits(),
        ...{ faulted: false, dead: false },
      };
      sandbox.current = it;
      skewMs = sandbox.skewMs;
      trace?.(`#${it.id} ${name} begins (attempt ${invocation.attempt})`);
      sandbox.handler(invocation.event as never, {} as never).then(
        (answer) => end(it, { kind: "answered", answer }),
        (error: unknown) => end(it, { kind: "failed", error }),
      );
      await rest();
    },
    step: async () => {
      const gate = gates.splice(turns.below(gates.length), 1)[0];
      if (gate === undefined) return;
      tally.count("steps");
      skewMs = gate.running.sandbox.skewMs;
      const mishap = mishapOf(gate);
      if (mishap !== "none") {
        tally.count(`mishaps: ${mishap}`);
        gate.running.faulted = true;
      }
      trace?.(`#${gate.running.id} ${gate.call.name}${mishap === "none" ? "" : ` ${mishap}`}`);
      await turn(gate, mishap);
      await rest();
    },
    pass: async (milliseconds) => {
      const { clock } = options.world();
      for (const it of new Set(gates.map((gate) => gate.running))) {
        const limit = functionSettings[it.invocation.function].timeoutSeconds * 1_000;
        if (clock.ms() + milliseconds - it.at <= limit) continue;
        if (!calm && it.invocation.attempt <= patience && mishaps.is(endings)) {
          tally.count("mishaps: timed out");
          end(it, { kind: "died" });
          await rest();
        }
        while (!it.dead) {
          const at = gates.findIndex((gate) => gate.running === it);
          const [gate] = at === -1 ? [] : gates.splice(at, 1);
          if (gate === undefined) break;
          skewMs = it.sandbox.skewMs;
          await turn(gate, "none");
          await rest();
        }
      }
      clock.advance(milliseconds);
    },
    waiting: () => gates.length,
    running: () => running,
    calm: () => {
      calm = true;
    },
    skew: () => skewMs,
  };
}

/** How somebody got a ticket, and what the desk itself said, for the tally. */
const wayOf = (entry: Entry): string => {
  if (entry.type === "message")
    return entry.by.kind === "key"
      ? " (by a program)"
      : entry.direction === "out" && entry.purpose
        ? ` (${entry.purpose})`
        : "";
  if (entry.type === "opened") return entry.formerTicketId === null ? "" : " (again)";
  if (entry.type === "queued" && entry.by.kind === "key") return " (by a program)";
  if (entry.type === "queued") return entry.preference === null ? "" : ` (${entry.preference.why})`;
  if (entry.type === "woken")
    return ` (${entry.because}, ${entry.agentId === null ? "into the line" : "to its agent"})`;
  if (entry.type === "closed") return entry.reason === "agent" ? "" : ` (${entry.reason})`;
  if (entry.type === "returned") return ` (${entry.was})`;
  if (entry.type !== "assigned" && entry.type !== "transferred") return "";
  if (entry.forced) return " (forced)";
  return entry.type === "assigned" ? ` (${entry.mode})` : "";
};
const known = new WeakMap<readonly Change[], readonly string[]>();

function keysOf({ changes }: Call): readonly string[] {
  if (changes === undefined) return [];
  const keys = known.get(changes) ?? prepare(changes).map(({ key }) => keyText(key));
  known.set(changes, keys);
  return keys;
}

const isTransaction = ({ changes = [] }: Call): boolean => changes.length > 1;

const failureOf = ({ name }: Call): Error => (name.startsWith("store.") ? new StoreBusy() : new Fault(name));

/** A lone write whose answer is lost is written again by the SDK; transactions and additions carry a token against that. */
const isRepeatable = ({ changes = [] }: Call): boolean => {
  const [only, second] = changes;
  return only !== undefined && second === undefined && (only.do !== "update" || only.add.length === 0);
};

const onlyExpected = (error: unknown): void => {
  if (!(error instanceof ConditionFailed)) throw error;
};

const describe = (end: End): string => {
  if (end.kind !== "answered") return end.kind === "died" ? "dies" : `fails: ${String(end.error)}`;
  const { statusCode, body } = (end.answer ?? {}) as { statusCode?: number; body?: string };
  return statusCode === undefined ? "ends" : `answers ${statusCode} ${statusCode < 300 ? "" : (body ?? "")}`;
};

/** Without a fault no function fails, and no request ends in an error that nobody foresaw. */
function assertNoMistake(it: Running, end: End, world: World): void {
  const status =
    end.kind === "answered" ? (end.answer as { statusCode?: number } | undefined)?.statusCode : 0;
  if (end.kind !== "failed" && status !== 500) return;
  const cause = end.kind === "failed" ? end.error : world.log.at(-1)?.cause;
  throw new Violation("mistake", `${it.invocation.function} failed by itself: ${String(cause)}`);
}
