import { AgentSocketItem, DepartureItem, SocketItem } from "../../contracts/stored/shapes.ts";
import type { Clock, Log, Sockets } from "../../ports/ports.ts";
import { ConditionFailed, type Store, exists, put, remove } from "../../ports/store.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { ServerMessage, SingleSocketMessage } from "../../contracts/socket-messages.ts";

/** Frames on their way at once. The account's rate is shared with the webhook, so pushes must not take all of it. */
const parallel = 16;
/** API Gateway bills a message by 32 KB and refuses one over 128 KB. */
const frameBytes = 32_000;

export interface PushDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly sockets: Sockets;
  readonly log: Log;
}

/**
 * Sends each agent their messages, in order, on every socket they have: one frame where they fit into one. A socket that is
 * gone is forgotten; one that fails otherwise is logged and left to its client, which asks for what it missed.
 */
export async function pushAll(
  deps: PushDeps,
  pushes: readonly { readonly agentId: AgentId; readonly message: SingleSocketMessage }[],
): Promise<void> {
  const perAgent = Map.groupBy(pushes, ({ agentId }) => agentId);
  const tasks = [...perAgent].map(([agentId, own]) => async () => {
    const frames = framesOf(own.map(({ message }) => message));
    const sockets = await socketsOf(deps.store, agentId);
    await Promise.all(sockets.map((connectionId) => pushInOrder(deps, agentId, connectionId, frames)));
  });
  await inParallel(tasks);
}

async function pushInOrder(
  deps: PushDeps,
  agentId: AgentId,
  connectionId: string,
  frames: readonly ServerMessage[],
): Promise<void> {
  try {
    for (const frame of frames) {
      const outcome = await deps.sockets.post(connectionId, frame);
      if (outcome === "gone") {
        await forgetSocket(deps, agentId, connectionId);
        return;
      }
      // What follows does not depend on it: the client asks for what is missing.
      if (outcome === "too-large")
        deps.log.error("a push is too large", { agentId, connectionId, type: frame.type });
    }
  } catch (error) {
    deps.log.error("could not push to a socket", { agentId, connectionId }, error);
  }
}

/** Both records of a socket, and that its agent may be gone, in one transaction. One that is forgotten already is fine. */
export async function forgetSocket(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  agentId: AgentId,
  connectionId: string,
): Promise<void> {
  try {
    await store.commit([
      remove("agent's socket", AgentSocketItem, keys.agentSocket(agentId, connectionId), exists),
      remove("socket", SocketItem, keys.socket(connectionId)),
      put("departure", DepartureItem, { agentId, at: clock.now() }),
    ]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

async function socketsOf(store: Store, agentId: AgentId): Promise<readonly string[]> {
  const page = await store.query(AgentSocketItem, {
    pk: partitions.agent(agentId),
    prefix: prefixes.sockets,
    limit: 100,
    consistency: "eventual",
  });
  return page.items.map((socket) => socket.connectionId);
}

/** Messages in order, gathered into frames of bounded size. */
function framesOf(messages: readonly SingleSocketMessage[]): readonly ServerMessage[] {
  const frames: SingleSocketMessage[][] = [];
  let room = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(JSON.stringify(message)) + 1;
    if (size > room) {
      frames.push([]);
      room = frameBytes;
    }
    frames.at(-1)?.push(message);
    room -= size;
  }
  return frames.flatMap((frame): ServerMessage[] => {
    const [only, second] = frame;
    if (only === undefined) return [];
    return second === undefined ? [only] : [{ type: "batch", messages: frame }];
  });
}

async function inParallel(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = tasks.values();
  const worker = async (): Promise<void> => {
    for (const task of waiting) await task();
  };
  await Promise.all(Array.from({ length: Math.min(parallel, tasks.length) }, worker));
}
