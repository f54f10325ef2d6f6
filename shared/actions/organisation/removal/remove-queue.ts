import type { Disposition, Queue, Removal } from "../../../contracts/organisation.ts";
import { type Change, ConditionFailed, check, equals, put, remove, versionIs } from "../../../ports/store.ts";
import { QueueItem, SectorItem } from "../../../contracts/stored/shapes.ts";
import {
  type Progress,
  type RemovalDeps,
  type RemovalInput,
  type RemovalReport,
  askedBy,
  assertNoReception,
  assertNoTickets,
  dispositionOf,
  drain,
  hasLiveTickets,
  isSettled,
  receptionsOf,
  ticketsAtOnce,
} from "./removal.ts";
import type { Actor } from "../../../domain/authorisation.ts";
import { DeskError } from "../../../contracts/errors.ts";
import type { QueueId } from "../../../contracts/ids.ts";
import { administer } from "../administer.ts";
import { keys } from "../../../contracts/stored/keys.ts";
import { managedQueue } from "../queues.ts";
import { managedSector } from "../read-sector.ts";
import { untilSettled } from "../../timeline/retry.ts";
import { vacate } from "./vacate.ts";

/**
 * Begins the removal of a queue of a sector the person manages, or goes on with it. It is marked, and nobody new is put into
 * its line by who knows that; its tickets are moved or closed, at most 100 a request, each whole or not at all. Once everybody
 * knows (settleSeconds) and nothing lives in it, its agents leave it and it is gone (`removed`); the sweep goes on until then
 * by itself. Asking again may say anew where the tickets go. HAS_LIVE_TICKETS when nothing is said of them, LAST_QUEUE for that
 * of an active sector, IN_USE while a channel's reception names it: in these cases it stays as if it had not been asked for.
 * NOT_FOUND.
 */
export async function removeQueue(
  deps: RemovalDeps,
  input: RemovalInput & { readonly queueId: QueueId },
): Promise<RemovalReport> {
  const { actor, queueId } = input;
  const queue = await managedQueue(deps, input);
  const disposition = await dispositionOf(deps, input, (it) => it.id === queueId);
  if (queue.removing === null || disposition !== undefined) {
    const removed = { sectorId: queue.sectorId, queueIds: new Set([queueId]) };
    await assertNoReception(deps, removed);
    if (disposition === undefined) await assertNoTickets(deps, removed);
    await mark(deps, actor, queueId, disposition ?? { kind: "none" });
  }
  const progress = await goOnWithQueue(deps, queueId, ticketsAtOnce);
  if (progress.state === "stuck" || progress.state === "named") await callOffQueue(deps, actor, queueId);
  if (progress.state === "stuck") throw hasLiveTickets(progress.living);
  if (progress.state === "named") throw new DeskError("IN_USE", { channelIds: [...progress.channelIds] });
  return { tickets: [...progress.tickets], removed: progress.state === "removed" };
}

/** Goes on with the removal of a queue, as far as it may go now. */
export async function goOnWithQueue(deps: RemovalDeps, queueId: QueueId, most: number): Promise<Progress> {
  const queue = await deps.store.get(QueueItem, keys.queue(queueId));
  if (queue === undefined) return { state: "removed", tickets: [] };
  const { removing, sectorId } = queue;
  if (removing === null) return { state: "none", tickets: [] };
  const removed = { sectorId, queueIds: new Set([queueId]) };
  // None can be set since the mark; one that was set at the same moment is seen here.
  const channelIds = await receptionsOf(deps, removed);
  if (channelIds.length > 0) return { state: "named", tickets: [], channelIds };
  const drained = await drain(deps, removed, removing, { reason: "queue-removed", most });
  if (drained.state !== "empty") return drained;
  if (!isSettled(deps, removing.since)) return { state: "pending", tickets: drained.tickets };
  const sector = await deps.store.get(SectorItem, keys.sector(sectorId));
  if (sector === undefined) throw new Error(`queue ${queueId} has no sector`);
  await vacate(deps, askedBy(removing), sector, removed.queueIds);
  await removeQueueRecord(deps, askedBy(removing), queueId);
  return { state: "removed", tickets: drained.tickets };
}

/** Removes the record of a queue in which nothing lives and nothing can any more. */
export async function removeQueueRecord(deps: RemovalDeps, actor: Actor, queueId: QueueId): Promise<void> {
  await untilSettled(async () => {
    const queue = await deps.store.get(QueueItem, keys.queue(queueId));
    if (queue === undefined) return;
    await administer(deps, {
      actor,
      act: { action: "removed", kind: "queue", resourceId: queueId, before: queue, after: null },
      changes: [remove("queue", QueueItem, keys.queue(queueId), versionIs(queue.version))],
      answer: {},
    });
  });
}

/**
 * Ends a removal as if it had never begun; `actor` is null for the desk itself. Nothing happens when it is not under way any
 * more, or was just asked for anew.
 */
export async function callOffQueue(deps: RemovalDeps, actor: Actor | null, queueId: QueueId): Promise<void> {
  const queue = await deps.store.get(QueueItem, keys.queue(queueId));
  if (queue === undefined || queue.removing === null) return;
  try {
    await setRemoving(deps, actor, queue, null);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** A removal that is under way keeps its time when it is said anew where the tickets go. */
async function mark(
  deps: RemovalDeps,
  actor: Actor,
  queueId: QueueId,
  disposition: Disposition,
): Promise<Queue> {
  return untilSettled(async () => {
    const queue = await managedQueue(deps, { actor, queueId });
    const since = queue.removing?.since ?? deps.clock.now();
    const others = queue.removing === null ? [await spared(deps, actor, queue)] : [];
    return setRemoving(deps, actor, queue, { since, by: actor.id, disposition }, others);
  });
}

function setRemoving(
  deps: RemovalDeps,
  actor: Actor | null,
  before: Queue,
  removing: Removal | null,
  others: readonly Change[] = [],
): Promise<Queue> {
  const after: Queue = { ...before, removing, version: before.version + 1 };
  return administer(deps, {
    actor,
    act: { action: "changed", kind: "queue", resourceId: before.id, before, after },
    changes: [put("queue", QueueItem, after, versionIs(before.version)), ...others],
    answer: after,
  });
}

/** The condition that the sector can do without the queue: it has another one, or is not active. LAST_QUEUE. */
async function spared(deps: RemovalDeps, actor: Actor, queue: Queue): Promise<Change> {
  const sector = await managedSector(deps.store, actor, queue.sectorId);
  if (!sector.active) return check("sector", SectorItem, keys.sector(sector.id), equals(["active"], false));
  const other = (await deps.configuration.queues("fresh")).find(
    (it) => it.sectorId === sector.id && it.id !== queue.id && it.removing === null,
  );
  if (other === undefined) throw new DeskError("LAST_QUEUE");
  return check("other queue", QueueItem, keys.queue(other.id), equals(["removing"], null));
}
