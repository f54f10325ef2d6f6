import { type Change, type Store, StoreBusy } from "../../shared/ports/store.ts";
import type { Refusal } from "../../shared/store/refusals.ts";
import { retried } from "../../shared/store/retries.ts";
import type { Jobs, SecretKeeper, Sockets, WhatsApp, WorkQueue } from "../../shared/ports/ports.ts";
import type { Fifo } from "./fifo.ts";

/** One call of a port: one AWS or Graph request, and one point at which things can go wrong or in between. */
export interface Call {
  /** `port.method`. */
  readonly name: string;
  /** What is written, for `store.commit`. */
  readonly changes?: readonly Change[];
  /** What is read, for `store.query` and, by the first of what is wanted, `store.getMany`: the shape's kind and the partition. */
  readonly read?: {
    readonly kind: string;
    readonly pk: string;
    readonly prefix: string | undefined;
    readonly after: string | undefined;
  };
  /** Does a part only, where the service can: an unknown part of a queue's batch. */
  readonly part?: () => Promise<void>;
}

/** Stands between the functions and everything outside them. Whatever it does, `run` is the call's effect and answer. */
export type Intercept = <Answer>(call: Call, run: () => Promise<Answer>) => Promise<Answer>;

/** The service refused a write because another one of the same item was under way. */
export class Conflict extends Error {
  constructor() {
    super("TransactionConflict");
    this.name = "Conflict";
  }
}

const conflictOf = (error: unknown): Refusal =>
  error instanceof Conflict
    ? { transient: true, error: new StoreBusy({ cause: error }) }
    : { transient: false, error };

/** A store whose every request is a call. What met a conflict is tried again as often as the table's own store does. */
export const interceptStore = (store: Store, intercept: Intercept): Store => ({
  get: (shape, key, options) => intercept({ name: "store.get" }, () => store.get(shape, key, options)),
  getMany: (wanted, options) => {
    const [first] = wanted;
    const read = first && { kind: first.shape.kind, pk: first.key.pk, prefix: undefined, after: undefined };
    const call = { name: "store.getMany", ...(read && { read }) };
    return intercept(call, () => store.getMany(wanted, options));
  },
  query: (shape, query) =>
    intercept(
      {
        name: "store.query",
        read: { kind: shape.kind, pk: query.pk, prefix: query.prefix, after: query.after },
      },
      () => store.query(shape, query),
    ),
  find: (index, query) => intercept({ name: "store.find" }, () => store.find(index, query)),
  commit: (changes) =>
    retried(() => intercept({ name: "store.commit", changes }, () => store.commit(changes)), conflictOf, {
      sleep: async () => {},
      random: () => 0,
    }),
});

/** The sending side of a queue. SQS takes up to ten messages a request, so more are several calls. */
export const interceptQueue = <Name extends keyof Jobs>(
  queue: Fifo,
  intercept: Intercept,
): WorkQueue<Name> => ({
  send: async (jobs) => {
    for (let at = 0; at < jobs.length; at += 10) {
      const batch = jobs.slice(at, at + 10);
      const part = async (): Promise<void> => queue.send(batch.filter((_, index) => index % 2 === 0));
      await intercept({ name: `${queue.name}.send`, part }, async () => queue.send(batch));
    }
  },
});

/** Open sockets, by connection: posting to any other answers `gone`. */
export const createSockets = (
  open: Set<string>,
  frames: { readonly connectionId: string; readonly message: unknown }[],
  intercept: Intercept,
): Sockets => ({
  post: (connectionId, message) =>
    intercept({ name: "sockets.post" }, async () => {
      if (!open.has(connectionId)) return "gone";
      if (Buffer.byteLength(JSON.stringify(message)) > 128 * 1_024) return "too-large";
      frames.push({ connectionId, message });
      return "delivered";
    }),
  isOpen: (connectionId) => intercept({ name: "sockets.isOpen" }, async () => open.has(connectionId)),
  close: (connectionId) => intercept({ name: "sockets.close" }, async () => void open.delete(connectionId)),
});

/** Secrets in memory. */
export const createVault = (
  secrets: Map<string, Awaited<ReturnType<SecretKeeper["get"]>>>,
  intercept: Intercept,
): SecretKeeper => ({
  get: (channelId) => intercept({ name: "secrets.get" }, async () => secrets.get(channelId)),
  put: (channelId, value) =>
    intercept({ name: "secrets.put" }, async () => void secrets.set(channelId, value)),
  remove: (channelId) => intercept({ name: "secrets.remove" }, async () => void secrets.delete(channelId)),
});

/** Meta's Graph API, behind a call. */
export const interceptWhatsApp = (whatsApp: WhatsApp, intercept: Intercept): WhatsApp => ({
  send: (...parameters) => intercept({ name: "whatsapp.send" }, () => whatsApp.send(...parameters)),
});
