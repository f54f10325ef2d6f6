import type { ChannelId, QueueId, SectorId } from "../../contracts/ids.ts";
import type { OpenTicket, WaitingTicket } from "../../contracts/tickets.ts";
import type { Queue, Sector } from "../../contracts/organisation.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import type { TransferTarget } from "../../contracts/routes/lifecycle.ts";
import { isFull } from "../routing/line-length.ts";
import { isOpen } from "../../domain/hours.ts";
import { seatsOfSector } from "../organisation/seating.ts";

export interface DestinationDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/**
 * The queue into which a transfer leads, once its rules allow it. They are read from the configuration as it is remembered
 * and from the line and the seats as they are, and are no part of the transaction: a transfer does not meet others in the
 * record of a queue, and who removes one waits until nobody remembers it as it was (decision 0007). So the rules hold to
 * within seconds.
 *
 * NOT_FOUND for what is not there or is being removed, SECTOR_CLOSED, QUEUE_FULL, QUEUE_UNATTENDED unless `confirmed`,
 * BAD_REQUEST for a queue that does not take the ticket's channel.
 */
export async function destinationOf(
  deps: DestinationDeps,
  head: OpenTicket | WaitingTicket,
  { to, confirmed }: { readonly to: TransferTarget; readonly confirmed: boolean },
): Promise<Queue> {
  if (to.kind === "sector") return queueOfSector(deps, head.channelId, { ...to, confirmed });
  const queue = await targetQueue(deps.configuration, to.queueId);
  const sector = await targetSector(deps.configuration, queue.sectorId);
  if (!takes(queue, head.channelId)) throw channelRefused(queue.id);
  if (to.kind === "queue") {
    assertMayWait(sector, deps.clock);
    await assertRoom(deps, queue);
    if (!confirmed && !(await attended(deps, [queue], head.channelId)).has(queue.id))
      throw new DeskError("QUEUE_UNATTENDED", { queueId: queue.id });
  } else if (sector.id !== head.sectorId) assertReceives(sector);
  return queue;
}

/** The oldest queue of the sector that somebody attends, else its oldest. */
async function queueOfSector(
  deps: DestinationDeps,
  channelId: ChannelId,
  { sectorId, confirmed }: { readonly sectorId: SectorId; readonly confirmed: boolean },
): Promise<Queue> {
  assertMayWait(await targetSector(deps.configuration, sectorId), deps.clock);
  const oldest = await queuesFor(deps.configuration, sectorId, channelId);
  const online = await attended(deps, oldest, channelId);
  const queue = oldest.find(({ id }) => online.has(id)) ?? oldest[0];
  if (queue === undefined) throw new DeskError("SECTOR_CLOSED", { sectorId });
  await assertRoom(deps, queue);
  if (!confirmed && !online.has(queue.id)) throw new DeskError("QUEUE_UNATTENDED", { queueId: queue.id });
  return queue;
}

/** The queues of a sector that take tickets of the channel, the oldest first. */
export async function queuesFor(
  configuration: Configuration,
  sectorId: SectorId,
  channelId: ChannelId,
): Promise<readonly Queue[]> {
  const isTarget = (it: Queue): boolean =>
    it.sectorId === sectorId && it.removing === null && takes(it, channelId);
  const known = (await configuration.queues()).filter(isTarget);
  const queues = known.length > 0 ? known : (await configuration.queues("fresh")).filter(isTarget);
  return queues.toSorted(byAge);
}

/** A queue that is there and stays. NOT_FOUND. */
export async function targetQueue(configuration: Configuration, queueId: QueueId): Promise<Queue> {
  const queue = await configuration.queue(queueId);
  if (queue === undefined || queue.removing !== null) throw new DeskError("NOT_FOUND", { queueId });
  return queue;
}

/** A sector that is there. NOT_FOUND. */
export async function targetSector(configuration: Configuration, sectorId: SectorId): Promise<Sector> {
  const sector = await configuration.sector(sectorId);
  if (sector === undefined) throw new DeskError("NOT_FOUND", { sectorId });
  return sector;
}

/** SECTOR_CLOSED for a sector that takes nobody, whatever its hours. */
export function assertReceives({ id: sectorId, active, removing }: Sector): void {
  if (!active || removing !== null) throw new DeskError("SECTOR_CLOSED", { sectorId });
}

/** Out of hours it is the sector's own rule that says whether anybody may wait. SECTOR_CLOSED. */
export function assertMayWait(sector: Sector, clock: Clock): void {
  assertReceives(sector);
  if (sector.outOfHours.kind === "refuse" && !isOpen(sector.hours, clock.now()))
    throw new DeskError("SECTOR_CLOSED", { sectorId: sector.id });
}

/** QUEUE_FULL where as many wait as may. */
export async function assertRoom({ store }: { readonly store: Store }, queue: Queue): Promise<void> {
  if (await isFull(store, queue))
    throw new DeskError("QUEUE_FULL", { queueId: queue.id, waitingCap: queue.waitingCap });
}

/** Those of a sector's queues that somebody serves who is online on the channel. */
async function attended(
  { store }: DestinationDeps,
  queues: readonly Queue[],
  channelId: ChannelId,
): Promise<ReadonlySet<QueueId>> {
  const sectorId = queues[0]?.sectorId;
  if (sectorId === undefined) return new Set();
  const seats = await seatsOfSector(store, sectorId);
  const there = seats.filter((seat) => seat.presence[channelId]?.status === "online");
  return new Set(there.flatMap((seat) => seat.queueIds));
}

/** Whether the queue takes tickets of the channel. */
export const takes = ({ channelIds }: Queue, channelId: ChannelId): boolean =>
  channelIds.length === 0 || channelIds.includes(channelId);

export const channelRefused = (queueId: QueueId): DeskError =>
  new DeskError("BAD_REQUEST", { reason: "the queue does not take this channel", queueId });

const byAge = (a: Queue, b: Queue): number =>
  a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id) ? -1 : 1;
