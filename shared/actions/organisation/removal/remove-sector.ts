import { type Change, put, remove, versionIs } from "../../../ports/store.ts";
import { QueueItem, SectorItem, TagItem } from "../../../contracts/stored/shapes.ts";
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
import { partitions, prefixes } from "../../../contracts/stored/keys.ts";
import { removeEmptyQueue, setRemoving } from "./remove-queue.ts";
import type { Actor } from "../../../domain/authorisation.ts";
import type { Sector, Tag } from "../../../contracts/organisation.ts";
import type { SectorId } from "../../../contracts/ids.ts";
import { administer } from "../administer.ts";
import { keys } from "../../../contracts/stored/keys.ts";
import { managedSector } from "../read-sector.ts";
import { rosterChanges } from "../roster.ts";
import { removeVacantSeat } from "../vacant-seat.ts";
import { seatsOfSector } from "../seating.ts";
import { untilSettled } from "../../timeline/retry.ts";

/**
 * Removes a sector with its queues and tags: as removeQueue does, over all its queues. From the moment its removal begins it
 * is not active and gets no new queue or tag. HAS_LIVE_TICKETS when nothing is said of them, IN_USE while a channel's
 * reception names one of its queues, NOT_FOUND.
 */
export async function removeSector(
  deps: RemovalDeps,
  input: RemovalInput & { readonly sectorId: SectorId },
): Promise<RemovalReport> {
  const { actor, sectorId } = input;
  await managedSector(deps.store, actor, sectorId);
  const disposition = await dispositionOf(deps, input, (it) => it.sectorId === sectorId);
  const before = await queuesOf(deps, sectorId);
  await assertNoReception(deps, before);
  if (disposition === undefined) await assertNoTickets(deps, before);
  const sector = await mark(deps, actor, sectorId);
  // Read again: no queue is added any more.
  const removed = await queuesOf(deps, sectorId);
  for (const queueId of removed.queueIds) {
    await untilSettled(async () => {
      const queue = await deps.store.get(QueueItem, keys.queue(queueId));
      return queue === undefined || queue.removing ? queue : setRemoving(deps, actor, queue, true);
    });
  }
  if (disposition === undefined) await assertNoTickets(deps, removed);
  const { tickets, empty } =
    disposition === undefined
      ? { tickets: [], empty: true }
      : await drain(deps, actor, removed, disposition, "sector-removed");
  if (!empty) return { tickets, removed: false };
  await vacate(deps, actor, sector, removed.queueIds);
  for (const queueId of removed.queueIds) {
    if (!(await removeEmptyQueue(deps, actor, queueId))) return { tickets, removed: false };
  }
  for (const seat of await seatsOfSector(deps.store, sectorId)) await removeVacantSeat(deps.store, seat);
  for (const tag of await tagsOf(deps, sectorId)) await removeTag(deps, actor, tag);
  await removeRecord(deps, actor, sectorId);
  return { tickets, removed: true };
}

async function queuesOf({ configuration }: RemovalDeps, sectorId: SectorId) {
  const queues = (await configuration.queues("fresh")).filter((queue) => queue.sectorId === sectorId);
  return { sectorId, queueIds: new Set(queues.map((queue) => queue.id)) };
}

async function mark(deps: RemovalDeps, actor: Actor, sectorId: SectorId): Promise<Sector> {
  return untilSettled(async () => {
    const before = await managedSector(deps.store, actor, sectorId);
    if (before.removing) return before;
    const after: Sector = { ...before, removing: true, active: false, version: before.version + 1 };
    return administer(deps, {
      actor,
      act: { action: "changed", kind: "sector", resourceId: sectorId, before, after },
      changes: [put("sector", SectorItem, after, versionIs(before.version))],
      answer: after,
    });
  });
}

async function tagsOf({ store }: RemovalDeps, sectorId: SectorId): Promise<readonly Tag[]> {
  const tags: Tag[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(TagItem, {
      pk: partitions.configuration,
      prefix: prefixes.tags,
      limit: 1_000,
      ...(after === undefined ? {} : { after }),
    });
    tags.push(...page.items.filter((tag) => tag.sectorId === sectorId));
    after = page.next;
  } while (after !== undefined);
  return tags;
}

const removeTag = (deps: RemovalDeps, actor: Actor, tag: Tag): Promise<object> =>
  administer(deps, {
    actor,
    act: { action: "removed", kind: "tag", resourceId: tag.id, before: tag, after: null },
    changes: [remove("tag", TagItem, keys.tag(tag.id))],
    answer: {},
  });

/** Last of all the sector itself, which its managers lose in the same transaction. */
async function removeRecord(deps: RemovalDeps, actor: Actor, sectorId: SectorId): Promise<void> {
  await untilSettled(async () => {
    const sector = await managedSector(deps.store, actor, sectorId);
    const posts = sector.managerIds.map((agentId) => ({ agentId, manages: false }));
    const managers: readonly Change[] = await rosterChanges(deps, actor, sector, posts, deps.clock.now());
    return administer(deps, {
      actor,
      act: { action: "removed", kind: "sector", resourceId: sectorId, before: sector, after: null },
      changes: [remove("sector", SectorItem, keys.sector(sectorId), versionIs(sector.version)), ...managers],
      answer: {},
    });
  });
}
