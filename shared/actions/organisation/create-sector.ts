import { type IdempotencyDeps, type Request, commitOnce, firstAnswer } from "./idempotent.ts";
import type { Queue, Sector } from "../../contracts/organisation.ts";
import { QueueItem, SectorItem } from "../../contracts/stored/shapes.ts";
import type { QueueId, SectorId } from "../../contracts/ids.ts";
import { absent, put } from "../../ports/store.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { Random } from "../../ports/ports.ts";
import { serveQueue } from "./seating.ts";
import { untilSettled } from "../timeline/retry.ts";

/** A queue to be made, and who serves it from the start. */
export interface NewQueue {
  readonly name: string;
  readonly routing: Queue["routing"];
  readonly agentIds: readonly AgentId[];
}

/** Creates a sector with its first queue: a sector without one could not receive anybody. NOT_FOUND names a missing agent. */
export async function createSector(
  deps: IdempotencyDeps & { readonly random: Random },
  request: Request,
  input: Omit<Sector, "id" | "version" | "createdAt"> & { readonly queue: NewQueue },
): Promise<{ readonly sector: Sector; readonly queue: Queue }> {
  const first = await firstAnswer<{ sector: Sector; queue: Queue }>(deps, request);
  if (first !== undefined) return first;
  const { queue: newQueue, ...settings } = input;
  return untilSettled(async () => {
    const now = deps.clock.now();
    const sector: Sector = {
      ...settings,
      id: `sec_${deps.random.ulid(now)}` as SectorId,
      version: 1,
      createdAt: now,
    };
    const queue = makeQueue(deps.random, sector.id, newQueue, now);
    return commitOnce(deps, request, { sector, queue }, [
      put("sector", SectorItem, sector, absent),
      put("queue", QueueItem, queue, absent),
      ...(await serveQueue(deps.store, newQueue.agentIds, sector, queue.id, now)),
    ]);
  });
}

/** A queue of a sector, as it begins. */
export const makeQueue = (
  random: Random,
  sectorId: SectorId,
  input: NewQueue,
  now: Queue["createdAt"],
): Queue => ({
  id: `que_${random.ulid(now)}` as QueueId,
  version: 1,
  sectorId,
  name: input.name,
  routing: input.routing,
  createdAt: now,
});
