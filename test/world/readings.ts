import type { AssignedEntry } from "../../shared/contracts/tickets.ts";
import type { ChannelId, QueueId } from "../../shared/contracts/ids.ts";
import type { Place } from "../../shared/contracts/stored/shapes.ts";
import type { Seat } from "../../shared/contracts/organisation.ts";
import type { Call } from "./calls.ts";
import { type Shadow, Violation } from "./shadow.ts";
import type { ConditionFailed } from "../../shared/ports/store.ts";
import { changeNames } from "../../shared/actions/timeline/transition.ts";
import { byOrder } from "../../shared/domain/routing.ts";
import { PlaceItem } from "../../shared/contracts/stored/shapes.ts";
import { type SeatOf, checkPreferred, isHeld } from "./preferences.ts";
import type * as z from "zod";

/** What one router has read so far: seats of sectors, and lines of queues, channel by channel. */
export interface Readings {
  readonly seats: Map<string, Seat>;
  /** The seats as it first read them: of several lines that it serves side by side, one may go by that. */
  readonly firstSeats: Map<string, Seat>;
  readonly lines: Map<string, ReadonlyMap<string, Place>>;
  /** When it first read anything: a preference that lasted then it may go by. */
  began: string | undefined;
}

export const noReadings = (): Readings => ({
  seats: new Map(),
  firstSeats: new Map(),
  lines: new Map(),
  began: undefined,
});

/** Notes what a router saw when it read seats or a line just now: seats may be as they had been a moment before. */
export function noteReading(
  readings: Readings,
  shadow: Shadow,
  read: NonNullable<Call["read"]>,
  now: string,
  answer: unknown,
): void {
  readings.began ??= now;
  if (read.kind === "seat") {
    const seats = Array.isArray(answer) ? answer : (answer as { readonly items: readonly unknown[] }).items;
    for (const seat of seats as readonly (Seat | undefined)[]) {
      if (seat === undefined) continue;
      const key = `${seat.sectorId}/${seat.agentId}`;
      readings.seats.set(key, seat);
      if (!readings.firstSeats.has(key)) readings.firstSeats.set(key, seat);
    }
  }
  if (read.kind === "place") {
    const [, queueId = ""] = read.pk.split("#");
    const [, channelId = ""] = (read.prefix ?? "").split("#");
    const isBehind = (place: Place): boolean => PlaceItem.key(place).sk > (read.after ?? "");
    const before = [...(readings.lines.get(`${queueId}/${channelId}`)?.values() ?? [])];
    const seen = [
      ...before.filter((place) => !isBehind(place)),
      ...shadow.line(queueId as QueueId).filter((place) => place.channelId === channelId && isBehind(place)),
    ];
    readings.lines.set(`${queueId}/${channelId}`, new Map(seen.map((place) => [place.ticketId, place])));
  }
}

/** Notes what a router learned from a lost race: the seat as it was then, which is shown by the refusal of its assignment. */
export function noteRefusal(readings: Readings, { failures }: ConditionFailed): void {
  const seat = failures.get(changeNames.seat) as Seat | undefined;
  if (seat !== undefined) readings.seats.set(`${seat.sectorId}/${seat.agentId}`, seat);
}

const couldServe = (seat: Seat | undefined, queueId: QueueId, channelId: ChannelId): boolean =>
  seat !== undefined &&
  seat.queueIds.includes(queueId) &&
  seat.presence[channelId]?.status === "online" &&
  seat.load < seat.limit;

/**
 * Invariant l: when a router assigns a ticket, nobody who came earlier, whom the router could see when it read the line,
 * and whom this agent could have served, is left waiting. Within one channel the agent could serve whoever came earlier
 * because they serve this one; across channels it counts what the router knew of the seat and what is so now. Who waits for an
 * agent that is preferred may be passed over, and must not be given to another.
 */
export function checkOrder(
  readings: Readings,
  shadow: Shadow,
  entry: z.infer<typeof AssignedEntry>,
  before: ReadonlyMap<string, Place>,
): void {
  const place = before.get(entry.ticketId);
  if (place === undefined) throw new Violation("h", `${entry.ticketId} was assigned without a place`);
  const head = shadow.tickets.get(entry.ticketId)?.head;
  const sectorId = head?.phase === "open" ? head.sectorId : "";
  const seat = shadow.seats.get(`${sectorId}/${entry.agentId}`);
  // The seat as it was just before this assignment.
  const earlier = seat && { ...seat, load: seat.load - 1 };
  const seatRead: SeatOf = (ofSector, ofAgent) => readings.seats.get(`${ofSector}/${ofAgent}`);
  const seatNow: SeatOf = (ofSector, ofAgent) => shadow.seats.get(`${ofSector}/${ofAgent}`);
  const seatFirstRead: SeatOf = (ofSector, ofAgent) => readings.firstSeats.get(`${ofSector}/${ofAgent}`);
  checkPreferred(entry, place, sectorId, [seatFirstRead, seatRead, seatNow]);
  const known = seatRead(sectorId, entry.agentId);
  for (const other of shadow.line(place.queueId)) {
    if (byOrder(other, place) >= 0) continue;
    // Who left the line since, and came back to it, was not there when the router looked whom to serve.
    const seen = readings.lines.get(`${place.queueId}/${other.channelId}`)?.get(other.ticketId);
    if (seen !== other) continue;
    const waits = shadow.tickets.get(other.ticketId)?.head;
    if ([seatRead, seatNow].some((seatOf) => isHeld(waits, other, seatOf, readings.began ?? entry.at)))
      continue;
    const sameChannel = other.channelId === place.channelId;
    const could = (it: Seat | undefined): boolean => couldServe(it, place.queueId, other.channelId);
    if (sameChannel || (could(known) && could(earlier))) {
      throw new Violation(
        "l",
        `${entry.agentId} got ${entry.ticketId} (${place.queuedAt}) while ${other.ticketId} (${other.queuedAt}) waits`,
      );
    }
  }
}
