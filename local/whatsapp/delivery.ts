import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Clock, LocalLog } from "../aws/types.ts";
import { type Change, signed, webhookBody } from "./envelope.ts";
import type { SimulatorEvent } from "./types.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** Meta's overview page promises redelivery for seven days. */
const GIVE_UP_AFTER = 7 * 24 * HOUR;
/** Waits between attempts, in ms; the last one repeats until the seven days are over. */
const RETRY_WAITS = [1, 5, 30, 120, 600, 1800]
  .map((s) => s * SECOND)
  .concat([1, 3, 6, 12, 24].map((h) => h * HOUR));
/** Meta puts at most this many changes into one POST. */
const MAX_CHANGES = 1000;
/** Real milliseconds a callback may be silent before the attempt counts as failed. */
const ANSWER_TIMEOUT = 20_000;
/** Finished deliveries remembered for inspection. */
const LOG_SIZE = 5000;

/** One POST of a webhook and what became of it. */
export interface Delivery {
  readonly id: number;
  readonly url: string;
  /** The exact bytes. */
  readonly body: string;
  readonly signature: string;
  /** `pending` until answered with 200 (`delivered`) or seven days old (`abandoned`). */
  state: "pending" | "delivered" | "abandoned";
  readonly attempts: { readonly at: number; readonly status?: number; readonly error?: string }[];
}

/** Where a change goes. */
interface Destination {
  readonly url: string;
  readonly appSecret: string;
}

/** A change on its way. */
interface Outgoing {
  readonly destination: Destination;
  readonly change: Change;
  /** Told when the callback answered 200, perhaps after retries; more than once for several copies. */
  readonly onAccepted?: () => void;
}

/** How held changes leave. */
export interface ReleaseOptions {
  /** One POST for everything with the same destination instead of one per change. */
  readonly batched?: boolean;
  /** `held` (as they came), `reversed`, or the indexes of the held changes in the wanted order. */
  readonly order?: "held" | "reversed" | readonly number[];
  /** Post them all at once instead of one after the other. */
  readonly concurrent?: boolean;
}

/** Posts webhooks as Meta does: signed, concurrent, repeated until answered with 200. */
export interface Deliverer {
  /** Resolves after the first attempt was answered or failed; retries go on by the clock. Held changes resolve at once. */
  deliver(outgoing: readonly Outgoing[]): Promise<void>;
  /** From now on changes are kept instead of posted. */
  hold(): void;
  /** Posts what was kept and stops holding; resolves after every first attempt. */
  release(options?: ReleaseOptions): Promise<void>;
  /** Changes being held, oldest first. */
  held(): readonly Change[];
  /** All deliveries still pending and the last few thousand finished ones, oldest first. */
  log(): readonly Delivery[];
  /** Posts every pending delivery again at once, whatever its next attempt was planned for. */
  retryNow(): Promise<void>;
  /** Stops retries and cuts open requests. */
  close(): void;
}

/** Everything the deliverer needs from outside. */
export interface DelivererDependencies {
  readonly clock: Clock;
  readonly log: LocalLog;
  readonly emit: (event: SimulatorEvent) => void;
  /** Told of work that goes on by itself. */
  readonly track: (work: Promise<void>) => void;
}

/** Makes a {@link Deliverer}. */
export function createDeliverer({ clock, log, emit, track }: DelivererDependencies): Deliverer {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const aborter = new AbortController();
  const deliveries = new Map<number, Delivery>();
  const retries = new Map<Delivery, () => void>();
  const toTell = new Map<Delivery, readonly (() => void)[]>();
  const finished: number[] = [];
  let holding: Outgoing[] | undefined;
  let nextId = 1;

  function finish(delivery: Delivery, state: "delivered" | "abandoned"): void {
    delivery.state = state;
    if (state === "delivered") for (const told of toTell.get(delivery) ?? []) told();
    toTell.delete(delivery);
    finished.push(delivery.id);
    const forgotten = finished.length > LOG_SIZE ? finished.shift() : undefined;
    if (forgotten !== undefined) deliveries.delete(forgotten);
  }

  async function attempt(delivery: Delivery): Promise<void> {
    retries.delete(delivery);
    const at = clock.now();
    const result = await post(delivery, agent, aborter.signal);
    if (aborter.signal.aborted) return;
    delivery.attempts.push({ at, ...result });
    if (result.status === 200) {
      finish(delivery, "delivered");
    } else if (at - (delivery.attempts[0]?.at ?? at) >= GIVE_UP_AFTER) {
      finish(delivery, "abandoned");
      log({
        level: "error",
        message: "webhook abandoned after seven days",
        delivery: delivery.id,
        ...result,
      });
    } else {
      const wait = RETRY_WAITS[Math.min(delivery.attempts.length, RETRY_WAITS.length) - 1] ?? HOUR;
      retries.set(
        delivery,
        clock.after(wait, () => track(attempt(delivery))),
      );
      log({
        level: "warn",
        message: "webhook not accepted",
        delivery: delivery.id,
        retryInMs: wait,
        ...result,
      });
    }
    emit({ type: "delivery", id: delivery.id, state: delivery.state, attempts: delivery.attempts.length });
  }

  async function postBatch(destination: Destination, outgoing: readonly Outgoing[]): Promise<void> {
    const changes = outgoing.map(({ change }) => change);
    const { body, headers } = signed(
      webhookBody(changes, Math.floor(clock.now() / SECOND)),
      destination.appSecret,
    );
    const delivery: Delivery = {
      id: nextId++,
      url: destination.url,
      body,
      signature: headers["x-hub-signature-256"],
      state: "pending",
      attempts: [],
    };
    deliveries.set(delivery.id, delivery);
    toTell.set(
      delivery,
      outgoing.flatMap(({ onAccepted }) => (onAccepted === undefined ? [] : [onAccepted])),
    );
    await attempt(delivery);
  }

  async function deliver(outgoing: readonly Outgoing[]): Promise<void> {
    if (aborter.signal.aborted) return;
    if (holding) {
      holding.push(...outgoing);
      return;
    }
    await Promise.all(batches(outgoing).map(({ destination, all }) => postBatch(destination, all)));
  }

  return {
    deliver,
    hold() {
      holding ??= [];
    },
    held: () => (holding ?? []).map(({ change }) => change),
    async release({ batched = false, order = "held", concurrent = false } = {}) {
      const kept = inOrder(holding ?? [], order);
      holding = undefined;
      if (batched) return deliver(kept);
      if (concurrent) await Promise.all(kept.map((one) => deliver([one])));
      else for (const one of kept) await deliver([one]);
    },
    log: () => [...deliveries.values()],
    async retryNow() {
      const waiting = [...retries];
      for (const [, cancel] of waiting) cancel();
      await Promise.all(waiting.map(([delivery]) => attempt(delivery)));
    },
    close() {
      aborter.abort();
      for (const cancel of retries.values()) cancel();
      retries.clear();
      agent.destroy();
    },
  };
}

/** Puts changes for the same callback and secret together, at most a thousand a batch, keeping their order. */
function batches(outgoing: readonly Outgoing[]): { destination: Destination; all: Outgoing[] }[] {
  const open = new Map<string, { destination: Destination; all: Outgoing[] }>();
  const all: { destination: Destination; all: Outgoing[] }[] = [];
  for (const one of outgoing) {
    const { destination } = one;
    const key = `${destination.url} ${destination.appSecret}`;
    let batch = open.get(key);
    if (!batch || batch.all.length === MAX_CHANGES) {
      batch = { destination, all: [] };
      open.set(key, batch);
      all.push(batch);
    }
    batch.all.push(one);
  }
  return all;
}

function inOrder(
  kept: readonly Outgoing[],
  order: "held" | "reversed" | readonly number[],
): readonly Outgoing[] {
  if (order === "held") return kept;
  if (order === "reversed") return kept.toReversed();
  if (order.length !== kept.length || new Set(order).size !== kept.length)
    throw new RangeError(`order must name each of the ${kept.length} held changes once`);
  return order.map((index) => {
    const one = kept[index];
    if (!one) throw new RangeError(`there is no held change ${index}`);
    return one;
  });
}

function post(
  delivery: Delivery,
  agent: Agent,
  signal: AbortSignal,
): Promise<{ status?: number; error?: string }> {
  const secure = delivery.url.startsWith("https:");
  return new Promise((resolve) => {
    const outgoing = (secure ? httpsRequest : httpRequest)(delivery.url, {
      method: "POST",
      signal,
      timeout: ANSWER_TIMEOUT,
      ...(secure ? {} : { agent }),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(delivery.body),
        "user-agent": "facebookexternalua",
        "x-hub-signature-256": delivery.signature,
      },
    });
    outgoing.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve({ status: response.statusCode ?? 0 }));
      response.on("error", (error) => resolve({ error: error.message }));
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${ANSWER_TIMEOUT} ms`)));
    outgoing.on("error", (error) => resolve({ error: error.message }));
    outgoing.end(delivery.body);
  });
}
