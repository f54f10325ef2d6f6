import type { Disposition, Removal, Sector } from "../../../contracts/organisation.ts";
import { ConditionFailed, put, remove, versionIs } from "../../../ports/store.ts";
import {
  type Progress,
  type Removed,
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
import type { SectorId } from "../../../contracts/ids.ts";
import { SectorItem } from "../../../contracts/stored/shapes.ts";
import { administer } from "../administer.ts";
import { keys } from "../../../contracts/stored/keys.ts";
import { managedSector } from "../read-sector.ts";
import { removeLeftovers } from "./leftovers.ts";
import { removeQueueRecord } from "./remove-queue.ts";
import { rosterChanges } from "../roster.ts";
import { untilSettled } from "../../timeline/retry.ts";
import { vacate } from "./vacate.ts";

/**
 * Begins the removal of a sector with its queues, or goes on with it: as removeQueue does, over all its queues, which are not
 * marked themselves. From the mark on it gets no new queue, tag or canned response. With it go its tags and canned responses,
 * and what people had there. HAS_LIVE_TICKETS when nothing is said of them, IN_USE while a channel's reception names one of its
 * queues, NOT_FOUND.
 */
export async function removeSector(
  deps: RemovalDeps,
  input: RemovalInput & { readonly sectorId: SectorId },
): Promise<RemovalReport> {
  const { actor, sectorId } = input;
  const sector = await managedSector(deps.store, actor, sectorId);
  const disposition = await dispositionOf(deps, input, (it) => it.sectorId === sectorId);
  if (sector.removing === null || disposition !== undefined) {
    const removed = await queuesOf(deps, sectorId);
    await assertNoReception(deps, removed);
    if (disposition === undefined) await assertNoTickets(deps, removed);
    await mark(deps, actor, sectorId, disposition ?? { kind: "none" });
  }
  const progress = await goOnWithSector(deps, sectorId, ticketsAtOnce);
  if (progress.state === "stuck" || progress.state === "named") await callOffSector(deps, actor, sectorId);
  if (progress.state === "stuck") throw hasLiveTickets(progress.living);
  if (progress.state === "named") throw new DeskError("IN_USE", { channelIds: [...progress.channelIds] });
  return { tickets: [...progress.tickets], removed: progress.state === "removed" };
}

/** Goes on with the removal of a sector, as far as it may go now. */
export async function goOnWithSector(deps: RemovalDeps, sectorId: SectorId, most: number): Promise<Progress> {
  const sector = await deps.store.get(SectorItem, keys.sector(sectorId));
  if (sector === undefined) return { state: "removed", tickets: [] };
  const { removing } = sector;
  if (removing === null) return { state: "none", tickets: [] };
  // These are all: none is added since the mark.
  const removed = await queuesOf(deps, sectorId);
  const channelIds = await receptionsOf(deps, removed);
  if (channelIds.length > 0) return { state: "named", tickets: [], channelIds };
  const drained = await drain(deps, removed, removing, { reason: "sector-removed", most });
  if (drained.state !== "empty") return drained;
  if (!isSettled(deps, removing.since)) return { state: "pending", tickets: drained.tickets };
  const actor = askedBy(removing);
  await vacate(deps, actor, sector, removed.queueIds);
  for (const queueId of removed.queueIds) await removeQueueRecord(deps, actor, queueId);
  await removeLeftovers(deps, actor, sector);
  await removeRecord(deps, actor, sectorId);
  return { state: "removed", tickets: drained.tickets };
}

/** Ends a removal as if it had never begun, as callOffQueue does. */
export async function callOffSector(
  deps: RemovalDeps,
  actor: Actor | null,
  sectorId: SectorId,
): Promise<void> {
  const sector = await deps.store.get(SectorItem, keys.sector(sectorId));
  if (sector === undefined || sector.removing === null) return;
  try {
    await setRemoving(deps, actor, sector, null);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

async function queuesOf({ configuration }: RemovalDeps, sectorId: SectorId): Promise<Removed> {
  const queues = (await configuration.queues("fresh")).filter((queue) => queue.sectorId === sectorId);
  return { sectorId, queueIds: new Set(queues.map((queue) => queue.id)) };
}

async function mark(
  deps: RemovalDeps,
  actor: Actor,
  sectorId: SectorId,
  disposition: Disposition,
): Promise<Sector> {
  return untilSettled(async () => {
    const sector = await managedSector(deps.store, actor, sectorId);
    const since = sector.removing?.since ?? deps.clock.now();
    return setRemoving(deps, actor, sector, { since, by: actor.id, disposition });
  });
}

function setRemoving(
  deps: RemovalDeps,
  actor: Actor | null,
  before: Sector,
  removing: Removal | null,
): Promise<Sector> {
  const after: Sector = { ...before, removing, version: before.version + 1 };
  return administer(deps, {
    actor,
    act: { action: "changed", kind: "sector", resourceId: before.id, before, after },
    changes: [put("sector", SectorItem, after, versionIs(before.version))],
    answer: after,
  });
}

/** Last of all the sector itself, which its managers lose in the same transaction. */
async function removeRecord(deps: RemovalDeps, actor: Actor, sectorId: SectorId): Promise<void> {
  await untilSettled(async () => {
    const sector = await deps.store.get(SectorItem, keys.sector(sectorId));
    if (sector === undefined) return;
    const posts = sector.managerIds.map((agentId) => ({ agentId, manages: false }));
    const managers = await rosterChanges(deps, actor, sector, posts, deps.clock.now());
    await administer(deps, {
      actor,
      act: { action: "removed", kind: "sector", resourceId: sectorId, before: sector, after: null },
      changes: [remove("sector", SectorItem, keys.sector(sectorId), versionIs(sector.version)), ...managers],
      answer: {},
    });
  });
}
