import { type Actor, authorOf, noPermissions } from "../../../domain/authorisation.ts";
import type { ChannelId, QueueId, SectorId } from "../../../contracts/ids.ts";
import { type Settlement, type TicketReport, settleTicket } from "./settle-ticket.ts";
import { QueueItem, SectorItem } from "../../../contracts/stored/shapes.ts";
import { configurationSeconds } from "../../configuration/configuration.ts";
import type { AdministerDeps } from "../administer.ts";
import type { Clock } from "../../../ports/ports.ts";
import { DeskError } from "../../../contracts/errors.ts";
import type { Disposition, Queue, Removal } from "../../../contracts/organisation.ts";
import type { MoveReason } from "../../../contracts/tickets.ts";
import type { RemovalReport } from "../../../contracts/routes/route.ts";
import type { RosterDeps } from "../roster.ts";
import type { Store } from "../../../ports/store.ts";
import type { Time } from "../../../contracts/values.ts";
import { addSeconds } from "../../../domain/time.ts";
import { keys } from "../../../contracts/stored/keys.ts";
import { livingInQueues } from "./living.ts";
import { longestSeconds } from "../../../contracts/functions.ts";
import { managedQueue } from "../queues.ts";
import { queuesNamedBy } from "../../../domain/reception-queues.ts";
import type * as z from "zod";

export type RemovalDeps = AdministerDeps & RosterDeps;
export type RemovalReport = z.infer<typeof RemovalReport>;

/** What a request for a removal says. */
export interface RemovalInput {
  readonly actor: Actor;
  readonly transferTo?: QueueId | undefined;
  readonly closeAll?: boolean | undefined;
}

/** What is removed: these queues of a sector. */
export interface Removed {
  readonly sectorId: SectorId;
  readonly queueIds: ReadonlySet<QueueId>;
}

/**
 * How far a removal came. `pending`: it is gone on with later. `stuck`: `living` tickets have nowhere to go, because nothing
 * was said of them or their target is going too. `named`: the reception of a channel puts contacts there. `none`: no removal
 * is under way.
 */
export type Progress = { readonly tickets: readonly TicketReport[] } & (
  | { readonly state: "removed" | "pending" | "none" }
  | { readonly state: "stuck"; readonly living: number }
  | { readonly state: "named"; readonly channelIds: readonly ChannelId[] }
);

/** Tickets moved or closed in one request: some seconds of work. */
export const ticketsAtOnce = 100;

/** For clocks that differ, and for a configuration stamp that is read late. */
const marginSeconds = 60;

/**
 * How long after the mark a function may still act on the configuration as it was: it remembers it for a while, and then runs
 * to its end. Only when this has passed, nobody new can come any more, and what is empty stays empty.
 */
export const settleSeconds = configurationSeconds + longestSeconds + marginSeconds;

/** Whether everybody knows of a removal that began then. */
export const isSettled = ({ clock }: { readonly clock: Clock }, since: Time): boolean =>
  addSeconds(since, settleSeconds) <= clock.now();

/** As whom a removal goes on: as who asked for it. That they might was judged when they did. */
export const askedBy = ({ by }: Pick<Removal, "by">): Actor => ({
  id: by,
  role: "admin",
  sectorIds: [],
  queueIds: [],
  permissions: noPermissions,
});

/**
 * What is to become of live tickets; undefined where the request does not say. BAD_REQUEST for both at once; NOT_FOUND for a
 * target that cannot take them.
 */
export async function dispositionOf(
  deps: RemovalDeps,
  { actor, transferTo, closeAll }: RemovalInput,
  isRemoved: (queue: { readonly id: QueueId; readonly sectorId: SectorId }) => boolean,
): Promise<Disposition | undefined> {
  if (transferTo === undefined) return closeAll === true ? { kind: "close" } : undefined;
  if (closeAll === true) throw new DeskError("BAD_REQUEST", { reason: "transferTo or closeAll, not both" });
  const target = await managedQueue(deps, { actor, queueId: transferTo });
  if (isRemoved(target) || (await targetOf(deps.store, transferTo)) === undefined)
    throw new DeskError("NOT_FOUND", { queueId: transferTo });
  return { kind: "transfer", to: transferTo };
}

/** The queue, unless it is going too. */
async function targetOf(store: Store, queueId: QueueId): Promise<Queue | undefined> {
  const queue = await store.get(QueueItem, keys.queue(queueId));
  if (queue === undefined || queue.removing !== null) return undefined;
  const sector = await store.get(SectorItem, keys.sector(queue.sectorId));
  return sector === undefined || sector.removing !== null ? undefined : queue;
}

/** Channels whose reception puts contacts into one of these queues. */
export async function receptionsOf(
  { configuration }: RemovalDeps,
  { queueIds }: Removed,
): Promise<readonly ChannelId[]> {
  const channels = await configuration.channels("fresh");
  return channels
    .filter(({ reception }) => queuesNamedBy(reception).some((id) => queueIds.has(id)))
    .map(({ id }) => id);
}

/** IN_USE, with the channels, where the reception of one puts contacts into one of these queues. */
export async function assertNoReception(deps: RemovalDeps, removed: Removed): Promise<void> {
  const channelIds = await receptionsOf(deps, removed);
  if (channelIds.length > 0) throw new DeskError("IN_USE", { channelIds: [...channelIds] });
}

/** Readings until it is said that it cannot be told whether a ticket lives. */
const readings = 3;

/** HAS_LIVE_TICKETS, with how many are known, where there is any (or it cannot be told yet). */
export async function assertNoTickets(
  { store }: RemovalDeps,
  { sectorId, queueIds }: Removed,
): Promise<void> {
  for (let reading = 1; ; reading += 1) {
    const { tickets, all } = await livingInQueues(store, sectorId, queueIds);
    if (tickets.length === 0 && all) return;
    if (tickets.length > 0 || reading === readings) throw hasLiveTickets(tickets.length);
  }
}

export const hasLiveTickets = (tickets: number): DeskError => new DeskError("HAS_LIVE_TICKETS", { tickets });

/** `empty` means that nothing lived there when it was looked at last, which is for good once the removal is settled. */
type Drained = { readonly tickets: readonly TicketReport[] } & (
  | { readonly state: "empty" }
  | { readonly state: "pending" }
  | { readonly state: "stuck"; readonly living: number }
);

/** Moves or closes what lives in these queues as the removal says, at most so many tickets. */
export async function drain(
  deps: RemovalDeps,
  removed: Removed,
  removal: Removal,
  { reason, most }: { readonly reason: MoveReason; readonly most: number },
): Promise<Drained> {
  const { sectorId, queueIds } = removed;
  const reports: TicketReport[] = [];
  const by = authorOf(askedBy(removal));
  for (let reading = 1; reading <= readings; reading += 1) {
    const { tickets, all } = await livingInQueues(deps.store, sectorId, queueIds);
    if (tickets.length === 0 && all) return { state: "empty", tickets: reports };
    const settlement = tickets.length === 0 ? undefined : await settlementOf(deps.store, removal);
    if (tickets.length > 0 && settlement === undefined)
      return { state: "stuck", tickets: reports, living: tickets.length };
    // One after another: they meet in the same seats and in the target's record.
    for (const { id: ticketId } of tickets) {
      if (reports.length >= most || settlement === undefined) return { state: "pending", tickets: reports };
      const report = await settleTicket(deps, {
        ...{ by, ticketId, settlement, reason },
        isPart: (it) => it.phase !== "bot" && it.queueId !== null && queueIds.has(it.queueId),
      });
      if (report !== undefined) reports.push(report);
    }
    if (reports.some((report) => report.result === "failed")) break;
  }
  return { state: "pending", tickets: reports };
}

async function settlementOf(store: Store, { disposition }: Removal): Promise<Settlement | undefined> {
  if (disposition.kind === "none") return undefined;
  if (disposition.kind === "close") return disposition;
  const to = await targetOf(store, disposition.to);
  return to && { kind: "transfer", to };
}
