import { type Change, check, equals, put, remove, versionIs } from "../../../ports/store.ts";
import { QueueItem, SectorItem } from "../../../contracts/stored/shapes.ts";
import {
  type RemovalDeps,
  type RemovalInput,
  type RemovalReport,
  assertNoReception,
  assertNoTickets,
  dispositionOf,
  drain,
  vacate,
} from "./removal.ts";
import type { Actor } from "../../../domain/authorisation.ts";
import { DeskError } from "../../../contracts/errors.ts";
import type { Queue } from "../../../contracts/organisation.ts";
import type { QueueId } from "../../../contracts/ids.ts";
import { administer } from "../administer.ts";
import { keys } from "../../../contracts/stored/keys.ts";
import { managedQueue } from "../queues.ts";
import { managedSector } from "../read-sector.ts";
import { untilSettled } from "../../timeline/retry.ts";

/**
 * Removes a queue of a sector the person manages. From the moment its removal begins nobody new comes into its line; then its
 * tickets are moved or closed, at most 100 a request, each whole or not at all; when none is left its agents leave it and it
 * is gone (`removed`). Until then asking again goes on. HAS_LIVE_TICKETS when nothing is said of them, LAST_QUEUE for that of
 * an active sector, IN_USE while a channel's reception names it, NOT_FOUND.
 */
export async function removeQueue(
  deps: RemovalDeps,
  input: RemovalInput & { readonly queueId: QueueId },
): Promise<RemovalReport> {
  const { actor, queueId } = input;
  const queue = await managedQueue(deps, input);
  const disposition = await dispositionOf(deps, input, (it) => it.id === queueId);
  const removed = { sectorId: queue.sectorId, queueIds: new Set([queueId]) };
  await assertNoReception(deps, removed);
  if (disposition === undefined) await assertNoTickets(deps, removed);
  const marked = await mark(deps, actor, queueId);
  if (disposition === undefined) await assertStillNone(deps, actor, marked, removed, queue.removing);
  const { tickets, empty } =
    disposition === undefined
      ? { tickets: [], empty: true }
      : await drain(deps, actor, removed, disposition, "queue-removed");
  if (!empty) return { tickets, removed: false };
  const sector = await managedSector(deps.store, actor, queue.sectorId);
  await vacate(deps, actor, sector, removed.queueIds);
  return { tickets, removed: await removeEmptyQueue(deps, actor, queueId) };
}

/** Removes the record of a queue that nobody serves, unless a ticket or a reception is left. Says whether it is gone. */
export async function removeEmptyQueue(deps: RemovalDeps, actor: Actor, queueId: QueueId): Promise<boolean> {
  return untilSettled(async () => {
    const queue = await deps.store.get(QueueItem, keys.queue(queueId));
    if (queue === undefined) return true;
    const removed = { sectorId: queue.sectorId, queueIds: new Set([queueId]) };
    try {
      await assertNoTickets(deps, removed);
    } catch (error) {
      if (error instanceof DeskError && error.code === "HAS_LIVE_TICKETS") return false;
      throw error;
    }
    await assertNoReception(deps, removed);
    await administer(deps, {
      actor,
      act: { action: "removed", kind: "queue", resourceId: queueId, before: queue, after: null },
      changes: [remove("queue", QueueItem, keys.queue(queueId), versionIs(queue.version))],
      answer: {},
    });
    return true;
  });
}

/** Begins the removal: whoever comes into the line checks this mark in the same transaction. */
async function mark(deps: RemovalDeps, actor: Actor, queueId: QueueId): Promise<Queue> {
  return untilSettled(async () => {
    const queue = await managedQueue(deps, { actor, queueId });
    if (queue.removing) return queue;
    return setRemoving(deps, actor, queue, true, [await spared(deps, actor, queue)]);
  });
}

/** Marks or unmarks a queue, in one transaction with the other changes. */
export async function setRemoving(
  deps: RemovalDeps,
  actor: Actor,
  before: Queue,
  removing: boolean,
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
    (it) => it.sectorId === sector.id && it.id !== queue.id && !it.removing,
  );
  if (other === undefined) throw new DeskError("LAST_QUEUE");
  return check("other queue", QueueItem, keys.queue(other.id), equals(["removing"], false));
}

/** A ticket that came in before the mark keeps the queue, as if the removal had never begun. */
async function assertStillNone(
  deps: RemovalDeps,
  actor: Actor,
  marked: Queue,
  removed: Parameters<typeof assertNoTickets>[1],
  wasMarked: boolean,
): Promise<void> {
  try {
    await assertNoTickets(deps, removed);
  } catch (error) {
    if (!wasMarked) await setRemoving(deps, actor, marked, false);
    throw error;
  }
}
