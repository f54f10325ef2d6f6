import { type AdministerDeps, administer, refuseStale } from "./administer.ts";
import { QueueItem, SectorItem } from "../../contracts/stored/shapes.ts";
import { type Change, check, equals, put, versionIs } from "../../ports/store.ts";
import { type Patch, patched } from "./patch.ts";
import { type Post, type RosterDeps, rosterChanges } from "./roster.ts";
import { managedSector, viewSector } from "./read-sector.ts";
import type { Actor } from "../../domain/authorisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Sector } from "../../contracts/organisation.ts";
import type { SectorId } from "../../contracts/ids.ts";
import type { SectorView } from "../../contracts/routes/sectors.ts";
import { keys } from "../../contracts/stored/keys.ts";
import type { sectorRules } from "../../contracts/organisation.ts";
import { spreadLimit } from "./spread-limit.ts";
import { untilSettled } from "../timeline/retry.ts";
import type * as z from "zod";

type SectorRules = z.infer<z.ZodObject<typeof sectorRules>>;

/**
 * Changes a sector the person manages; who manages it is an administrator's to say (FORBIDDEN). A changed ticket limit counts
 * for every agent without one of their own when this answers; asking again completes what was cut off. LAST_QUEUE when it is
 * to be active without a queue, VERSION_CONFLICT with the current record, NOT_FOUND, BAD_REQUEST.
 */
export async function changeSector(
  deps: AdministerDeps & RosterDeps,
  input: Patch<SectorRules> & { readonly actor: Actor; readonly sectorId: SectorId },
): Promise<SectorView> {
  const { actor, sectorId, ...patch } = input;
  const sector = await untilSettled(
    async () => {
      const before = await managedSector(deps.store, actor, sectorId);
      const after = patched<SectorRules, Sector>(before, {
        ...patch,
        managerIds: patch.managerIds && [...new Set(patch.managerIds)],
      });
      if (after === undefined) return before;
      const posts = managerPosts(before, after);
      if (posts.length > 0 && actor.role !== "admin") throw new DeskError("FORBIDDEN");
      return administer(deps, {
        actor,
        act: { action: "changed", kind: "sector", resourceId: sectorId, before, after },
        changes: [
          put("sector", SectorItem, after, versionIs(before.version)),
          ...(after.active && !before.active ? [await hasQueue(deps, sectorId)] : []),
          ...(await rosterChanges(deps, actor, after, posts, deps.clock.now())),
        ],
        answer: after,
      });
    },
    (failure) => refuseStale<Sector>(failure, "sector"),
  );
  if (patch.ticketLimit !== undefined) await spreadLimit(deps.store, sector);
  return viewSector(sector, deps.clock.now());
}

const managerPosts = (before: Sector, after: Sector): readonly Post[] => [
  ...after.managerIds
    .filter((agentId) => !before.managerIds.includes(agentId))
    .map((agentId) => ({ agentId, manages: true })),
  ...before.managerIds
    .filter((agentId) => !after.managerIds.includes(agentId))
    .map((agentId) => ({ agentId, manages: false })),
];

/** The condition that the sector has a queue, which the removal of that queue excludes. LAST_QUEUE when it has none. */
async function hasQueue({ configuration }: RosterDeps, sectorId: SectorId): Promise<Change> {
  const queue = (await configuration.queues("fresh")).find(
    (it) => it.sectorId === sectorId && it.removing === null,
  );
  if (queue === undefined) throw new DeskError("LAST_QUEUE");
  return check("queue", QueueItem, keys.queue(queue.id), equals(["removing"], null));
}
