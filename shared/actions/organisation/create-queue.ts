import { type IdempotencyDeps, type Request, commitOnce, firstAnswer } from "./idempotent.ts";
import { QueueItem, SectorItem } from "../../contracts/stored/shapes.ts";
import { absent, check, exists, put } from "../../ports/store.ts";
import { type Actor, mayManage } from "../../domain/authorisation.ts";
import { type NewQueue, makeQueue } from "./create-sector.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Queue } from "../../contracts/organisation.ts";
import type { Random } from "../../ports/ports.ts";
import type { SectorId } from "../../contracts/ids.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { serveQueue } from "./seating.ts";
import { untilSettled } from "../timeline/retry.ts";

/** Adds a queue to a sector the person manages. NOT_FOUND for a sector that is missing or not theirs, or a missing agent. */
export async function createQueue(
  deps: IdempotencyDeps & { readonly random: Random },
  request: Request,
  input: NewQueue & { readonly actor: Actor; readonly sectorId: SectorId },
): Promise<Queue> {
  const { actor, sectorId } = input;
  if (!mayManage(actor, sectorId)) throw new DeskError("NOT_FOUND");
  const first = await firstAnswer<Queue>(deps, request);
  if (first !== undefined) return first;
  return untilSettled(async () => {
    const key = keys.sector(sectorId);
    const sector = await deps.store.get(SectorItem, key);
    if (sector === undefined) throw new DeskError("NOT_FOUND");
    const now = deps.clock.now();
    const queue = makeQueue(deps.random, sectorId, input, now);
    return commitOnce(deps, request, queue, [
      check("sector", SectorItem, key, exists),
      put("queue", QueueItem, queue, absent),
      ...(await serveQueue(deps.store, input.agentIds, sector, queue.id, now)),
    ]);
  });
}
