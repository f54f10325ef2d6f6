import { type AdministerDeps, administer } from "./administer.ts";
import type { Queue, Sector } from "../../contracts/organisation.ts";
import { QueueItem, SectorItem } from "../../contracts/stored/shapes.ts";
import { type RosterDeps, rosterChanges } from "./roster.ts";
import { viewSector } from "./read-sector.ts";
import { type Request, firstAnswer } from "./idempotent.ts";
import { absent, put } from "../../ports/store.ts";
import { type QueueInput, assertChannels, makeQueue } from "./create-queue.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { NewSector, SectorView } from "../../contracts/routes/sectors.ts";
import type { SectorId } from "../../contracts/ids.ts";
import { untilSettled } from "../timeline/retry.ts";
import type * as z from "zod";

/**
 * Creates a sector with its first queue: a sector without one could not receive anybody. Whom it names as managers manages
 * it from then on, and who serves the queue has a seat: all in one transaction. NOT_FOUND names a missing agent or channel,
 * BAD_REQUEST an agent who cannot have that post.
 */
export async function createSector(
  deps: AdministerDeps & RosterDeps,
  request: Request,
  input: z.infer<typeof NewSector> & { readonly actor: Actor },
): Promise<{ readonly sector: SectorView; readonly queue: Queue }> {
  const first = await firstAnswer<{ sector: SectorView; queue: Queue }>(deps, request);
  if (first !== undefined) return first;
  const { actor, queue: newQueue, ...rules } = input;
  await assertChannels(deps.configuration, newQueue.channelIds);
  return untilSettled(async () => {
    const now = deps.clock.now();
    const id = `sec_${deps.random.ulid(now)}` as SectorId;
    const managerIds = [...new Set(rules.managerIds)];
    const sector: Sector = { ...rules, managerIds, id, version: 1, removing: null, createdAt: now };
    const queue = makeQueue(deps.random, sector, newQueue, now);
    const roster = await rosterChanges(deps, actor, sector, posts(managerIds, newQueue, queue), now);
    return administer(deps, {
      actor,
      request,
      act: { action: "created", kind: "sector", resourceId: id, before: null, after: { ...sector, queue } },
      changes: [put("sector", SectorItem, sector, absent), put("queue", QueueItem, queue, absent), ...roster],
      answer: { sector: viewSector(sector, now), queue },
    });
  });
}

const posts = (managerIds: readonly AgentId[], input: QueueInput, queue: Queue) => [
  ...managerIds.map((agentId) => ({ agentId, manages: true })),
  ...input.agentIds.map((agentId) => ({ agentId, serve: [queue.id] })),
];
