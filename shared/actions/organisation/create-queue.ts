import { type AdministerDeps, administer } from "./administer.ts";
import type { ChannelId, QueueId, SectorId } from "../../contracts/ids.ts";
import { type Condition, type ConditionFailed, absent, check, equals, put } from "../../ports/store.ts";
import type { Queue, Sector } from "../../contracts/organisation.ts";
import { QueueItem, SectorItem } from "../../contracts/stored/shapes.ts";
import { type Request, firstAnswer } from "./idempotent.ts";
import { type RosterDeps, rosterChanges } from "./roster.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { NewQueue } from "../../contracts/routes/sectors.ts";
import type { Random } from "../../ports/ports.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { managedSector } from "./read-sector.ts";
import { untilSettled } from "../timeline/retry.ts";
import type * as z from "zod";

/** A queue to be made, and who serves it from the start. */
export type QueueInput = z.infer<typeof NewQueue>;

/**
 * Adds a queue to a sector the person manages. NOT_FOUND for a sector that is missing, being removed or not theirs, and with
 * the id of a missing agent or channel; BAD_REQUEST names an agent who cannot serve.
 */
export async function createQueue(
  deps: AdministerDeps & RosterDeps,
  request: Request,
  input: QueueInput & { readonly actor: Actor; readonly sectorId: SectorId },
): Promise<Queue> {
  const { actor, sectorId, ...newQueue } = input;
  await managedSector(deps.store, actor, sectorId);
  const first = await firstAnswer<Queue>(deps, request);
  if (first !== undefined) return first;
  await assertChannels(deps.configuration, newQueue.channelIds);
  return untilSettled(
    async () => {
      const sector = await managedSector(deps.store, actor, sectorId);
      const now = deps.clock.now();
      const queue = makeQueue(deps.random, sector, newQueue, now);
      const posts = newQueue.agentIds.map((agentId) => ({ agentId, serve: [queue.id] }));
      return administer(deps, {
        actor,
        request,
        act: { action: "created", kind: "queue", resourceId: queue.id, before: null, after: queue },
        changes: [
          check("sector", SectorItem, keys.sector(sectorId), equals(["removing"], null), limitIs(sector)),
          put("queue", QueueItem, queue, absent),
          ...(await rosterChanges(deps, actor, sector, posts, now)),
        ],
        answer: queue,
      });
    },
    (failure) => refuseRemoving(failure, "sector"),
  );
}

/** NOT_FOUND where something that this change of a commit asks about is gone or being removed; anything else may pass. */
export function refuseRemoving(failure: ConditionFailed, name: string): undefined {
  if (!failure.on(name)) return undefined;
  const current = failure.failures.get(name) as Pick<Queue, "removing"> | undefined;
  if (current?.removing !== null) throw new DeskError("NOT_FOUND", {}, { cause: failure });
  return undefined;
}

/** Seats are made with the sector's limit: it must still be that. */
export const limitIs = ({ ticketLimit }: Pick<Sector, "ticketLimit">): Condition =>
  equals(["ticketLimit"], ticketLimit);

/** A queue of a sector, as it begins. */
export function makeQueue(
  random: Random,
  sector: Pick<Sector, "id" | "routing">,
  { agentIds: _, routing, ...rules }: QueueInput,
  now: Time,
): Queue {
  return {
    ...rules,
    channelIds: [...new Set(rules.channelIds)],
    routing: routing ?? sector.routing,
    id: `que_${random.ulid(now)}` as QueueId,
    version: 1,
    sectorId: sector.id,
    removing: null,
    createdAt: now,
  };
}

/** NOT_FOUND names a channel that does not exist. */
export async function assertChannels(
  configuration: Configuration,
  channelIds: readonly ChannelId[],
): Promise<void> {
  if (channelIds.length === 0) return;
  const channels = await configuration.channels("fresh");
  const missing = channelIds.find((channelId) => !channels.some((channel) => channel.id === channelId));
  if (missing !== undefined) throw new DeskError("NOT_FOUND", { channelId: missing });
}
