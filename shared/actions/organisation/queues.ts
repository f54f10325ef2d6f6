import { type Actor, mayReadSector } from "../../domain/authorisation.ts";
import { type AdministerDeps, administer, refuseStale } from "./administer.ts";
import type { AgentId, QueueId } from "../../contracts/ids.ts";
import type { Queue, Seat, queueRules } from "../../contracts/organisation.ts";
import { QueueItem, SectorItem } from "../../contracts/stored/shapes.ts";
import { type Patch, patched } from "./patch.ts";
import { type Post, type RosterDeps, rosterChanges } from "./roster.ts";
import { check, equals, put, versionIs } from "../../ports/store.ts";
import { assertChannels, limitIs, refuseRemoving } from "./create-queue.ts";
import { DeskError } from "../../contracts/errors.ts";
import { withAll } from "../configuration/configuration.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { managedSector } from "./read-sector.ts";
import { seatsOfSector } from "./seating.ts";
import { untilSettled } from "../timeline/retry.ts";
import type * as z from "zod";

type QueueRules = z.infer<z.ZodObject<typeof queueRules>>;
type OfQueue = { readonly actor: Actor; readonly queueId: QueueId };

/** A queue and who serves it. NOT_FOUND when it is missing, or of a sector that is not the person's to read. */
export async function getQueue(
  deps: RosterDeps,
  { actor, queueId }: OfQueue,
): Promise<Queue & { agentIds: AgentId[] }> {
  const queue = await deps.store.get(QueueItem, keys.queue(queueId));
  if (queue === undefined || !(await mayRead(deps, actor, queue))) throw new DeskError("NOT_FOUND");
  return { ...queue, agentIds: [...serversOf(await seatsOfSector(deps.store, queue.sectorId), queueId)] };
}

/** Changes a queue of a sector the person manages. VERSION_CONFLICT with the current record, NOT_FOUND. */
export async function changeQueue(
  deps: AdministerDeps & RosterDeps,
  input: Patch<QueueRules> & OfQueue,
): Promise<Queue> {
  const { actor, queueId, ...patch } = input;
  return untilSettled(
    async () => {
      const before = await managedQueue(deps, input);
      const channelIds = patch.channelIds && [...new Set(patch.channelIds)];
      const after = patched<QueueRules, Queue>(before, { ...patch, channelIds });
      if (after === undefined) return before;
      await assertChannels(deps.configuration, channelIds ?? []);
      return administer(deps, {
        actor,
        act: { action: "changed", kind: "queue", resourceId: queueId, before, after },
        changes: [put("queue", QueueItem, after, versionIs(before.version))],
        answer: after,
      });
    },
    (failure) => refuseStale<Queue>(failure, "queue"),
  );
}

/** People who change their posts at once: each takes up to three places of a transaction's hundred. */
const atOnce = 30;

/**
 * Says who serves a queue: those named, and nobody else. Who leaves keeps the tickets they hold. More than 30 changes are
 * several transactions, each whole in itself and in the audit; asking again goes on where it was cut off. NOT_FOUND, also
 * with the id of an agent who is missing or not theirs to name; BAD_REQUEST names an agent who cannot serve.
 */
export async function setQueueAgents(
  deps: AdministerDeps & RosterDeps,
  input: OfQueue & { readonly agentIds: readonly AgentId[] },
): Promise<{ agentIds: AgentId[] }> {
  const { actor, queueId } = input;
  const wanted = new Set(input.agentIds);
  for (;;) {
    const done = await untilSettled(
      async () => {
        const queue = await managedQueue(deps, input);
        const sector = await managedSector(deps.store, actor, queue.sectorId);
        const serving = serversOf(await seatsOfSector(deps.store, queue.sectorId), queueId);
        const posts: readonly Post[] = [
          ...[...serving].filter((it) => !wanted.has(it)).map((agentId) => ({ agentId, leave: [queueId] })),
          ...[...wanted].filter((it) => !serving.has(it)).map((agentId) => ({ agentId, serve: [queueId] })),
        ];
        if (posts.length === 0) return true;
        if (queue.removing !== null || sector.removing !== null) throw new DeskError("NOT_FOUND");
        const some = posts.slice(0, atOnce);
        const after = new Set(serving);
        for (const post of some) if (!after.delete(post.agentId)) after.add(post.agentId);
        await administer(deps, {
          actor,
          act: {
            action: "changed",
            kind: "queue",
            resourceId: queueId,
            before: { agentIds: [...serving] },
            after: { agentIds: [...after] },
          },
          changes: [
            check("queue", QueueItem, keys.queue(queueId), equals(["removing"], null)),
            check("sector", SectorItem, keys.sector(sector.id), equals(["removing"], null), limitIs(sector)),
            ...(await rosterChanges(deps, actor, sector, some, deps.clock.now())),
          ],
          answer: {},
        });
        return some.length === posts.length;
      },
      (failure) => refuseRemoving(failure, "queue") ?? refuseRemoving(failure, "sector"),
    );
    if (done) return { agentIds: [...wanted] };
  }
}

/** The agents who serve a queue, as the seats of its sector tell. */
const serversOf = (seats: readonly Seat[], queueId: QueueId): ReadonlySet<AgentId> =>
  new Set(seats.filter((seat) => seat.queueIds.includes(queueId)).map((seat) => seat.agentId));

/** The record of a queue of a sector that the person manages. NOT_FOUND. */
export async function managedQueue(
  deps: Pick<RosterDeps, "store">,
  { actor, queueId }: OfQueue,
): Promise<Queue> {
  const queue = await deps.store.get(QueueItem, keys.queue(queueId));
  if (queue === undefined) throw new DeskError("NOT_FOUND");
  await managedSector(deps.store, actor, queue.sectorId);
  return queue;
}

async function mayRead({ configuration }: RosterDeps, actor: Actor, queue: Queue): Promise<boolean> {
  const others = (await withAll(configuration.queues, actor.queueIds)).filter(
    (it) => it.sectorId === queue.sectorId,
  );
  return mayReadSector(actor, queue.sectorId, [queue.id, ...others.map((it) => it.id)]);
}
