import { AgentSocketItem, type Departure, DepartureItem, SocketItem } from "../../contracts/stored/shapes.ts";
import { type PresenceDeps, decideChange } from "./change-presence.ts";
import { type Change, absent, equals, put, remove } from "../../ports/store.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { Sockets } from "../../ports/ports.ts";
import { RetryLater } from "../../ports/retry-later.ts";
import { addSeconds } from "../../domain/time.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface LostConnectionDeps extends PresenceDeps {
  readonly sockets: Pick<Sockets, "isOpen">;
}

/** Sockets of a person that are looked at. A transaction takes 100 items, and forgetting one is two of them. */
const mostSockets = 20;

/**
 * Some time after a socket of a person ended: whoever has no other by now, and has had none for the grace of the settings,
 * goes offline on every channel; their tickets stay with them. Another socket counts only if API Gateway still knows it, for
 * the end of that one may not have been told: one that it does not know is forgotten. A socket that opens meanwhile wins, because its own
 * transaction takes the departure away on which this one depends. May be repeated; asks to be called again (RetryLater) while
 * the grace lasts. Answers whether anything changed.
 */
export async function leaveUnlessConnected(deps: LostConnectionDeps, lost: Departure): Promise<boolean> {
  const { agentId } = lost;
  return untilSettled(async () => {
    const departure =
      (await deps.store.get(DepartureItem, keys.departure(agentId))) ?? (await departed(deps, lost));
    if (departure === undefined) return false;
    const { at } = departure;
    const over = remove("departure", DepartureItem, keys.departure(agentId), equals(["at"], at));
    // Read while the departure stands: a socket that opened before is seen, one that opens from here on takes it away.
    const { isConnected, gone } = await socketsOf(deps, agentId);
    if (isConnected) {
      await deps.store.commit([over, ...gone]);
      return false;
    }
    const { offlineGraceSeconds } = await deps.configuration.settings();
    assertOver(addSeconds(at, offlineGraceSeconds), deps.clock.now());
    const { changes, touched } = await decideChange(deps, { agentId, command: { do: "leave" }, begin: at });
    await deps.store.commit([...changes, over, ...gone]);
    return touched.length > 0;
  });
}

/** The departure of somebody whose socket expired, and nobody told of its end before; undefined for who is back or was not there. */
async function departed(
  deps: LostConnectionDeps,
  { agentId, at }: Departure,
): Promise<Departure | undefined> {
  if ((await socketsOf(deps, agentId)).isConnected) return undefined;
  if (!(await isThereSince(deps, { agentId, at }))) return undefined;
  const departure = { agentId, at };
  await deps.store.commit([put("departure", DepartureItem, departure, absent)]);
  return departure;
}

function assertOver(until: string, now: string): void {
  const left = Date.parse(until) - Date.parse(now);
  if (left > 0) throw new RetryLater(Math.ceil(left / 1_000), "the grace of a lost connection lasts");
}

/** Whether the person has a socket that exists, and the changes that forget those that do not, of the ones that were asked for. */
async function socketsOf(
  { store, sockets }: LostConnectionDeps,
  agentId: AgentId,
): Promise<{ readonly isConnected: boolean; readonly gone: readonly Change[] }> {
  const query = { pk: partitions.agent(agentId), prefix: prefixes.sockets, limit: mostSockets } as const;
  const gone: Change[] = [];
  for (const { connectionId } of (await store.query(AgentSocketItem, query)).items) {
    if (await sockets.isOpen(connectionId)) return { isConnected: true, gone };
    gone.push(
      remove(`agent's socket ${connectionId}`, AgentSocketItem, keys.agentSocket(agentId, connectionId)),
      remove(`socket ${connectionId}`, SocketItem, keys.socket(connectionId)),
    );
  }
  return { isConnected: false, gone };
}

/** Whether the person is there with a presence of before the loss; who came later works without a socket. */
async function isThereSince(deps: PresenceDeps, { agentId, at }: Departure): Promise<boolean> {
  const command = { do: "leave", notNewerThan: at } as const;
  return (await decideChange(deps, { agentId, command, begin: at })).touched.length > 0;
}
