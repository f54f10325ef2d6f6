import { type Intercept, createSockets, createVault, interceptQueue } from "./calls.ts";
import type { ChangeRecord, MemoryStore } from "../../shared/store/memory.ts";
import { type Fifo, createFifo } from "./fifo.ts";
import { type Handler, type Ports, type QueueName, functionMakers, maxReceiveCounts } from "./functions.ts";
import { type Meta, createMeta } from "./meta.ts";
import { type Post, type StatusEvent, type Treatment, createGraph } from "./graph.ts";
import { type Stream, createStream } from "./stream.ts";
import { type Received, createReceivers } from "./receivers.ts";
import { type Punctuality, type WorldScheduler, createScheduler } from "./schedules.ts";
import type { WebhookSender } from "../../shared/ports/webhooks.ts";
import { interceptStore, interceptWhatsApp } from "./calls.ts";
import { type WorldClock, createWorldClock } from "./clock.ts";
import type { Chance } from "./chance.ts";
import type { ChannelSecrets } from "../../shared/contracts/organisation.ts";
import type { DeadLetters, Log, WhatsApp } from "../../shared/ports/ports.ts";
import type { Delivery } from "./meta.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import { createMemoryStore } from "../../shared/store/memory.ts";
import { createSeededRandom } from "./random.ts";
import { digest } from "../../shared/adapters/digest.ts";

export interface WorldOptions {
  readonly chance: Chance;
  /** What becomes of each post to Meta. */
  readonly treat: (reference: string, attempt: number) => Treatment;
  /** With which status the receiver of a webhook answers a try of a message; 0 for no answer. 200 when left out. */
  readonly receive?: (id: string, attempt: number) => number;
  /** When a status of a message is told by webhook: milliseconds from now, or undefined when it is lost. */
  readonly statusDelay: (event: StatusEvent) => readonly number[];
  /** When a webhook that was answered with 200 is delivered once more. */
  readonly again: (delivery: Delivery) => number | undefined;
  /** When a schedule fires. In its time, once, when left out. */
  readonly punctuality?: Punctuality;
  readonly staleness?: () => number;
  /** Milliseconds by which the clock of the sandbox at work is ahead. */
  readonly skew?: () => number;
  readonly onChange?: (record: ChangeRecord) => void;
  readonly shards?: number;
}

/** Something that was set aside instead of handled. */
export interface Letter {
  readonly queue: QueueName | "relay";
  readonly body: string;
  readonly reason: string;
}

/** All that is outside the functions, in memory: table, stream, queues, Meta, sockets, secrets, people's accounts, time. */
export interface World {
  readonly clock: WorldClock;
  readonly store: MemoryStore;
  readonly stream: Stream;
  readonly queues: Readonly<Record<QueueName, Fifo>>;
  readonly scheduler: WorldScheduler;
  readonly meta: Meta;
  readonly graph: WhatsApp & { readonly posts: readonly Post[] };
  readonly receivers: WebhookSender & { readonly posts: readonly Received[] };
  readonly openSockets: Set<string>;
  readonly frames: { readonly connectionId: string; readonly message: unknown }[];
  readonly secrets: Map<string, ChannelSecrets | undefined>;
  readonly accounts: Map<string, string>;
  readonly letters: Letter[];
  readonly log: { readonly level: string; readonly message: string; readonly cause: unknown }[];
  /** The world as one sandbox sees it, with `intercept` at every call. */
  ports(intercept: Intercept): Ports;
}

/** An eventual read may miss what was written this short a while ago, and nothing older. */
const mostStaleMs = 5_000;

export function createWorld(options: WorldOptions): World {
  const { chance } = options;
  const clock = createWorldClock(options.skew);
  const stream = createStream(options.shards ?? 2);
  /** When each record was written. */
  const written: number[] = [];
  const unseen = (): number => {
    const since = clock.ms() - mostStaleMs;
    let recent = 0;
    while (recent < written.length && (written.at(-1 - recent) ?? 0) >= since) recent += 1;
    return Math.min(recent, options.staleness?.() ?? 0);
  };
  const store = createMemoryStore({
    onChange: (record) => {
      written.push(clock.ms());
      stream.push(record);
      options.onChange?.(record);
    },
    ...(options.staleness && { staleness: unseen }),
  });
  const fifo = (name: QueueName, visibilitySeconds: number, standard = false): Fifo =>
    createFifo(name, clock, { visibilitySeconds, maxReceiveCount: maxReceiveCounts[name], standard });
  const queues = {
    inbound: fifo("inbound", 180),
    routing: fifo("routing", 180),
    outbound: fifo("outbound", 180),
    webhooks: fifo("webhooks", 180, true),
    wakeups: fifo("wakeups", 60, true),
  };
  const scheduler = createScheduler(clock, queues.wakeups, options.punctuality ?? (() => [0]));
  const meta = createMeta(clock, options.again);
  const tell = (event: StatusEvent): void => {
    for (const delay of options.statusDelay(event)) meta.emit([], [event], delay);
  };
  const graph = createGraph({ clock, treat: options.treat, tell });
  const receivers = createReceivers(options.receive ?? (() => 200));
  const openSockets = new Set<string>();
  const frames: World["frames"] = [];
  const secrets: World["secrets"] = new Map();
  const accounts = new Map<string, string>();
  const letters: Letter[] = [];
  const log: World["log"] = [];
  const random = createSeededRandom(chance.fork("random"));
  const logger: Log = {
    info: () => {},
    warn: (message) => void log.push({ level: "warn", message, cause: undefined }),
    error: (message, _ids, cause) => void log.push({ level: "error", message, cause }),
  };
  const lettersOf = (queue: Letter["queue"], intercept: Intercept): DeadLetters => ({
    send: ({ body, reason }) =>
      intercept({ name: "deadLetters.send" }, async () => void letters.push({ queue, body, reason })),
  });
  const notServed = (): never => {
    throw new Error("the world has no user pool to sign in to, and its Meta tells nothing of numbers");
  };
  return {
    ...{
      clock,
      store,
      stream,
      queues,
      scheduler,
      meta,
      graph,
      receivers,
      openSockets,
      frames,
      secrets,
      accounts,
      letters,
      log,
    },
    ports: (intercept) => ({
      store: interceptStore(store, intercept),
      clock,
      random,
      digest,
      log: logger,
      secrets: createVault(secrets, intercept),
      sockets: createSockets(openSockets, frames, intercept),
      whatsApp: interceptWhatsApp(graph, intercept),
      numbers: { number: notServed, subscriptions: notServed, templates: notServed },
      visibility: {
        postpone: (queueArn, receipts, seconds) =>
          intercept({ name: "visibility.postpone" }, async () =>
            queues[queueArn.replace(/\.fifo$/, "") as QueueName].postpone(receipts, seconds),
          ),
      },
      signIn: {
        withPassword: notServed,
        withNewPassword: notServed,
        withCode: notServed,
        challenged: notServed,
        renew: notServed,
        signOutEverywhere: notServed,
      },
      tokens: { verify: notServed },
      secondFactor: { isOn: notServed, begin: notServed, confirm: notServed, remove: notServed },
      accounts: {
        invite: (agentId, email) =>
          intercept({ name: "accounts.invite" }, async () => void accounts.set(agentId, email)),
        setPassword: (agentId, email) =>
          intercept({ name: "accounts.setPassword" }, async () => void accounts.set(agentId, email)),
        sendPassword: (agentId, email) =>
          intercept({ name: "accounts.sendPassword" }, async () => void accounts.set(agentId, email)),
        setEnabled: () => intercept({ name: "accounts.setEnabled" }, async () => {}),
        signOutEverywhere: () => intercept({ name: "accounts.signOutEverywhere" }, async () => {}),
        remove: (agentId) =>
          intercept({ name: "accounts.remove" }, async () => void accounts.delete(agentId)),
      },
      inbound: interceptQueue(queues.inbound, intercept),
      routing: interceptQueue(queues.routing, intercept),
      outbound: interceptQueue(queues.outbound, intercept),
      webhooks: interceptQueue(queues.webhooks, intercept),
      wakeups: interceptQueue(queues.wakeups, intercept),
      schedules: scheduler.ports(intercept),
      sender: { post: (message) => intercept({ name: "sender.post" }, () => receivers.post(message)) },
      targets: { refusal: () => undefined },
      deadLetters: {
        inbound: lettersOf("inbound", intercept),
        routing: lettersOf("routing", intercept),
        outbound: lettersOf("outbound", intercept),
        webhooks: lettersOf("webhooks", intercept),
        wakeups: lettersOf("wakeups", intercept),
        relay: lettersOf("relay", intercept),
      },
    }),
  };
}

/** Bugs put in on purpose: what they change of the ports of a function, or of the function itself. */
export interface Mutation {
  readonly ports?: (ports: Ports, name: FunctionName) => Ports;
  readonly handler?: (handler: Handler, name: FunctionName, world: World) => Handler;
}

/** One sandbox of a function: it handles one event at a time, and what it remembers dies with it. */
export function createSandbox(
  world: World,
  name: FunctionName,
  intercept: Intercept,
  mutation: Mutation = {},
): Handler {
  const ports = world.ports(intercept);
  const handler = functionMakers[name](mutation.ports?.(ports, name) ?? ports);
  return mutation.handler?.(handler, name, world) ?? handler;
}
