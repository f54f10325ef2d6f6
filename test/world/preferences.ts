import type { Place } from "../../shared/contracts/stored/shapes.ts";
import type { Seat } from "../../shared/contracts/organisation.ts";
import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import { type Shadow, Violation } from "./shadow.ts";

/** The seat of an agent in a sector, as somebody knows it. */
export type SeatOf = (sectorId: string, agentId: string) => Seat | undefined;

/** Whether a seat's agent serves the queue of a place and is there on its channel, whatever room they have. */
const isThere = (seat: Seat | undefined, place: Place): seat is Seat =>
  seat !== undefined &&
  seat.queueIds.includes(place.queueId) &&
  (seat.presence[place.channelId]?.status ?? "offline") !== "offline";

/** Whether a ticket waits for its agent at a time: the preference lasts, and they are there, paused or without room. */
export function isHeld(head: Ticket | undefined, place: Place, seatOf: SeatOf, at: string): boolean {
  if (head?.phase !== "waiting" || head.preference === null || at >= head.preference.until) return false;
  const seat = seatOf(head.sectorId, head.preference.agentId);
  if (!isThere(seat, place)) return false;
  return seat.presence[place.channelId]?.status === "paused" || seat.load >= seat.limit;
}

/**
 * Nobody gets a ticket from a router while somebody else is preferred and there. What the router read of the seat counts,
 * each time it did, unless the seat's presence changed among these `views`: then it may have lost a race against that.
 */
export function checkPreferred(
  entry: Entry & { type: "assigned" },
  place: Place,
  sectorId: string,
  views: readonly SeatOf[],
): void {
  const { preference } = place;
  if (preference === null || entry.at >= preference.until || entry.agentId === preference.agentId) return;
  const seen = views.map((seatOf) => seatOf(sectorId, preference.agentId));
  if (!seen.every((seat) => isThere(seat, place))) return;
  if (new Set(seen.map((seat) => seat?.presenceVersion)).size > 1) return;
  throw new Violation(
    "preferred",
    `${entry.agentId} got ${entry.ticketId}, which waits for ${preference.agentId} until ${preference.until}`,
  );
}

/** Who attended each contact last, by what closed so far. */
const agentsOf = new WeakMap<Shadow, Map<string, string | null>>();

/** What a ticket that opens follows, and what one that closes leaves behind for the next. */
export function checkFormer(shadow: Shadow, entry: Entry): void {
  const head = shadow.tickets.get(entry.ticketId)?.head;
  const of = `${head?.contactId}/${head?.channelId}`;
  if (entry.type === "opened" && entry.formerTicketId !== (shadow.ended.get(of) ?? null))
    throw new Violation(
      "former",
      `${entry.ticketId} follows ${entry.formerTicketId}, not ${shadow.ended.get(of)}`,
    );
  if (entry.type !== "closed") return;
  const last = shadow.lasts.get(of);
  // What was handed back and ended with the bot was attended by who had it; where nobody did, who was the last before stays it.
  const lastAgents = agentsOf.get(shadow) ?? new Map<string, string | null>();
  const ended = head?.phase === "closed" ? head.agentId : entry.agentId;
  const agentId = ended ?? lastAgents.get(of) ?? null;
  agentsOf.set(shadow, lastAgents.set(of, agentId));
  if (last?.ticketId !== entry.ticketId || last.agentId !== agentId || last.closedAt !== entry.at)
    throw new Violation("former", `after ${entry.ticketId} the last is ${JSON.stringify(last)}`);
}
