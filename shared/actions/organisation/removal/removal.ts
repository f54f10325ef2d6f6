import { type AdministerDeps, administer } from "../administer.ts";
import { type Disposition, type TicketReport, settleTicket } from "./settle-ticket.ts";
import type { QueueId, SectorId } from "../../../contracts/ids.ts";
import { type RosterDeps, rosterChanges } from "../roster.ts";
import { equals, check } from "../../../ports/store.ts";
import type { Actor } from "../../../domain/authorisation.ts";
import { DeskError } from "../../../contracts/errors.ts";
import type { MoveReason } from "../../../contracts/tickets.ts";
import type { RemovalReport } from "../../../contracts/routes/route.ts";
import type { Sector } from "../../../contracts/organisation.ts";
import { SectorItem } from "../../../contracts/stored/shapes.ts";
import { keys } from "../../../contracts/stored/keys.ts";
import { liveTickets } from "./live-tickets.ts";
import { managedQueue } from "../queues.ts";
import { seatsOfSector } from "../seating.ts";
import { untilSettled } from "../../timeline/retry.ts";
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

/** Tickets moved or closed in one request: some seconds of work. Asking again goes on. */
const ticketsAtOnce = 100;

/** What is to become of live tickets. BAD_REQUEST for both at once; NOT_FOUND for a target that cannot take them. */
export async function dispositionOf(
  deps: RemovalDeps,
  { actor, transferTo, closeAll }: RemovalInput,
  isRemoved: (queue: { readonly id: QueueId; readonly sectorId: SectorId }) => boolean,
): Promise<Disposition | undefined> {
  if (transferTo === undefined) return closeAll === true ? { kind: "close" } : undefined;
  if (closeAll === true) throw new DeskError("BAD_REQUEST", { reason: "transferTo or closeAll, not both" });
  const to = await managedQueue(deps, { actor, queueId: transferTo });
  if (to.removing || isRemoved(to)) throw new DeskError("NOT_FOUND", { queueId: transferTo });
  return { kind: "transfer", to };
}

/** IN_USE, with the channels, where the reception of one puts contacts into one of these queues. */
export async function assertNoReception(
  { configuration }: RemovalDeps,
  { queueIds }: Removed,
): Promise<void> {
  const channels = (await configuration.channels("fresh")).filter(
    ({ reception }) => reception.kind === "queue" && queueIds.has(reception.queueId),
  );
  if (channels.length > 0) throw new DeskError("IN_USE", { channelIds: channels.map((it) => it.id) });
}

/** HAS_LIVE_TICKETS, with how many are known, where there is any (or it cannot be told yet). */
export async function assertNoTickets(
  { store }: RemovalDeps,
  { sectorId, queueIds }: Removed,
): Promise<void> {
  const { tickets, all } = await liveTickets(store, sectorId, queueIds);
  if (tickets.length > 0 || !all) throw new DeskError("HAS_LIVE_TICKETS", { tickets: tickets.length });
}

/** Moves or closes tickets, at most 100. `empty`: none is left, and none failed. */
export async function drain(
  deps: RemovalDeps,
  actor: Actor,
  { sectorId, queueIds }: Removed,
  disposition: Disposition,
  reason: MoveReason,
): Promise<{ readonly tickets: TicketReport[]; readonly empty: boolean }> {
  const { tickets, all } = await liveTickets(deps.store, sectorId, queueIds);
  const reports: TicketReport[] = [];
  // One after another: they meet in the same seats and in the target's record.
  for (const { id: ticketId } of tickets.slice(0, ticketsAtOnce)) {
    const report = await settleTicket(deps, { actor, ticketId, queueIds, disposition, reason });
    if (report !== undefined) reports.push(report);
  }
  const failed = reports.some((report) => report.result === "failed");
  return { tickets: reports, empty: all && !failed && tickets.length <= ticketsAtOnce };
}

/** People who leave at once: each takes up to two places of a transaction's hundred. */
const atOnce = 30;

/**
 * Takes these queues from everybody who serves them. After that nothing of them can be assigned any more, so an open ticket
 * can only end or go back to its line: when none is open, and then none waits, none is left.
 */
export async function vacate(
  deps: RemovalDeps,
  actor: Actor,
  sector: Pick<Sector, "id" | "ticketLimit">,
  queueIds: ReadonlySet<QueueId>,
): Promise<void> {
  for (;;) {
    const left = await untilSettled(async () => {
      const seats = (await seatsOfSector(deps.store, sector.id)).filter((seat) =>
        seat.queueIds.some((queueId) => queueIds.has(queueId)),
      );
      const posts = seats.slice(0, atOnce).map(({ agentId, queueIds: served }) => ({
        agentId,
        leave: served.filter((queueId) => queueIds.has(queueId)),
      }));
      if (posts.length === 0) return 0;
      const names = posts.map((post) => post.agentId);
      await administer(deps, {
        actor,
        act: {
          action: "changed",
          kind: "sector",
          resourceId: sector.id,
          before: { serving: names, queueIds: [...queueIds] },
          after: { serving: [] },
        },
        changes: [
          check("sector", SectorItem, keys.sector(sector.id), equals(["ticketLimit"], sector.ticketLimit)),
          ...(await rosterChanges(deps, actor, sector, posts, deps.clock.now())),
        ],
        answer: {},
      });
      return seats.length - posts.length;
    });
    if (left === 0) return;
  }
}
