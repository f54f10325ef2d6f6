import type { QueueId, TicketId } from "../../shared/contracts/ids.ts";
import type { Entry, OutboundMessage, Ticket } from "../../shared/contracts/tickets.ts";
import type { Seat } from "../../shared/contracts/organisation.ts";
import type { ChangeRecord } from "../../shared/store/memory.ts";
import type { AgentRating, LastTicket, Place, Snooze } from "../../shared/contracts/stored/shapes.ts";
import { SeatItem } from "../../shared/contracts/stored/shapes.ts";
import { entityOf as storedEntityOf } from "../../shared/contracts/stored/shape.ts";
import { apply } from "../../shared/domain/ticket/apply.ts";
import { Violation } from "./violation.ts";
import { createContactShadow } from "./contacts.ts";
import { createPeopleShadow } from "./people.ts";
import { createSilenceShadow } from "./silence.ts";
import { createSnoozeShadow } from "./snoozes.ts";
import { checkReception } from "./reception.ts";
import { createPresenceShadow } from "./presence-shadow.ts";
import { isDeepStrictEqual } from "node:util";

export { Violation };

export interface TicketShadow {
  head: Ticket | undefined;
  /** The fold of the entries seen so far. */
  folded: Ticket | null;
  readonly entries: Entry[];
}

/** The order of statuses as the architecture states it (read > delivered > failed > sent > unconfirmed …). */
const ranks = ["queued", "sending", "unconfirmed", "sent", "failed", "delivered", "read"];

/**
 * The table as its own stream tells it, kept apart from the store and checked after every commit: only what a commit
 * touched is looked at, so a check costs the same however large the table is. One that is not `live` hears of a whole table
 * at once.
 */
export function createShadow(live = true) {
  const tickets = new Map<string, TicketShadow>();
  const places = new Map<string, Place>();
  const locks = new Map<string, string>();
  const lasts = new Map<string, LastTicket>();
  /** The ticket of each contact and channel that was closed last, by the order of the entries. */
  const ended = new Map<string, string>();
  const protocols = new Map<string, string>();
  const seats = new Map<string, Seat>();
  const openOf = new Map<string, Set<string>>();
  /** Seats that the last step filled over their limit, and those upon which it forced a ticket; once for each time. */
  let overfilled: string[] = [];
  let forced: string[] = [];
  /** Queues, sectors and channels as they are, and the ids of those that went. */
  const there = new Map<string, Removable>();
  const gone = new Set<string>();
  const received = new Map<
    string,
    { readonly ticketId: TicketId; readonly number: number; readonly text: string }
  >();
  const clientIds = new Set<string>();
  const addresses = new Map<string, string>();
  const presence = createPresenceShadow(seats, live);
  const snoozes = createSnoozeShadow();
  const silence = createSilenceShadow();
  const contacts = createContactShadow();
  const people = createPeopleShadow();
  let pending: ChangeRecord[] = [];
  /** Entries that the last step inserted, in order. */
  let fresh: Entry[] = [];

  const seatKey = (sectorId: string, agentId: string): string => `${sectorId}/${agentId}`;
  const ticketOf = (id: string): TicketShadow => {
    const known = tickets.get(id) ?? { head: undefined, folded: null, entries: [] };
    tickets.set(id, known);
    return known;
  };

  const takeHead = (head: Ticket): void => {
    const ticket = ticketOf(head.id);
    const before = ticket.head;
    if (before?.phase === "open") openOf.get(seatKey(before.sectorId, before.agentId))?.delete(before.id);
    if (head.phase === "open") {
      const key = seatKey(head.sectorId, head.agentId);
      openOf.set(key, (openOf.get(key) ?? new Set()).add(head.id));
    }
    ticket.head = head;
  };

  const takeForce = (after: Ticket, entry: Entry): void => {
    if (after.phase === "open" && "forced" in entry && entry.forced)
      forced.push(seatKey(after.sectorId, after.agentId));
  };

  /** A limit may be lowered under the load it finds; what must not be is a ticket more where there is no room. */
  const takeSeat = (seat: Seat): void => {
    const key = seatKey(seat.sectorId, seat.agentId);
    const before = seats.get(key);
    if (before !== undefined && seat.load > before.load && seat.load > seat.limit) overfilled.push(key);
    seats.set(key, seat);
  };

  const takeEntry = (old: Entry | undefined, entry: Entry): void => {
    const ticket = ticketOf(entry.ticketId);
    if (old !== undefined) {
      assertDelivery(old, entry);
      ticket.entries[entry.number - 1] = entry;
      return;
    }
    if (entry.number !== ticket.entries.length + 1) {
      throw new Violation(
        "gap",
        `${entry.ticketId} got entry ${entry.number} after ${ticket.entries.length}`,
      );
    }
    snoozes.takeEntry(ticket.entries, entry);
    checkReception(ticket.entries, ticket.folded, entry);
    ticket.entries.push(entry);
    const before = ticket.folded;
    silence.takeEntry(before, entry);
    ticket.folded = apply(before, entry);
    takeForce(ticket.folded, entry);
    const { contactId, channelId: on } = ticket.folded;
    if (entry.type === "closed") ended.set(`${contactId}/${on}`, entry.ticketId);
    fresh.push(entry);
    if (entry.type !== "message") return;
    if (entry.direction === "out") {
      const name = `${entry.ticketId}/${entry.clientMessageId}`;
      if (clientIds.has(name)) throw new Violation("f", `client message ${name} became two entries`);
      clientIds.add(name);
      return;
    }
    const channelId = ticket.folded.channelId;
    const name = `${channelId}/${entry.providerId}`;
    if (received.has(name) || contacts.refused.has(name))
      throw new Violation("a", `provider message ${name} is stored twice`);
    const text = entry.content.type === "text" ? entry.content.text : entry.content.type;
    received.set(name, { ticketId: entry.ticketId, number: entry.number, text });
  };

  const takeRemoval = (id: string): void => {
    there.delete(id);
    gone.add(id);
    for (const { head } of tickets.values()) if (head !== undefined) assertThere(head);
  };

  /** Nothing lives in what is gone. */
  const assertThere = (head: Ticket): void => {
    if (head.phase === "closed") return;
    const where = head.phase === "bot" ? [head.channelId] : [head.channelId, head.sectorId, head.queueId];
    const missing = where.find((id) => gone.has(id));
    if (missing !== undefined)
      throw new Violation("removal", `${head.id} is ${head.phase} in ${missing}, which is gone`);
  };

  const take = ({ oldItem, newItem }: ChangeRecord): string | undefined => {
    const item = newItem ?? oldItem;
    const kind = item?.["shape"];
    const value = newItem === undefined ? undefined : entityOf(newItem);
    switch (kind) {
      case "head":
        if (value === undefined) throw new Violation("gap", "a head was deleted");
        takeHead(value as unknown as Ticket);
        return (value as unknown as Ticket).id;
      case "entry":
        if (value === undefined) throw new Violation("gap", "an entry was deleted");
        takeEntry(oldItem && (entityOf(oldItem) as unknown as Entry), value as unknown as Entry);
        return (value as unknown as Entry).ticketId;
      case "place": {
        const place = entityOf(item as NonNullable<typeof item>) as unknown as Place;
        if (value === undefined) places.delete(place.ticketId);
        else if (places.has(place.ticketId)) throw new Violation("h", `${place.ticketId} waits twice`);
        else places.set(place.ticketId, place);
        return place.ticketId;
      }
      case "open-ticket": {
        const lock = entityOf(item as NonNullable<typeof item>) as unknown as Lock;
        if (value === undefined) locks.delete(`${lock.contactId}/${lock.channelId}`);
        else locks.set(`${lock.contactId}/${lock.channelId}`, lock.ticketId);
        return lock.ticketId;
      }
      case "last-ticket": {
        const last = value as unknown as LastTicket;
        lasts.set(`${last.contactId}/${last.channelId}`, last);
        return last.ticketId;
      }
      case "agent-rating":
        silence.takeRating(value as unknown as AgentRating);
        return undefined;
      case "snooze":
        return snoozes.take(
          entityOf(item as NonNullable<typeof item>) as unknown as Snooze,
          value !== undefined,
        );
      case "protocol": {
        const { protocol, ticketId } = value as unknown as { protocol: string; ticketId: string };
        if (oldItem !== undefined) throw new Violation("protocol", `${protocol} was given twice`);
        protocols.set(protocol, ticketId);
        return ticketId;
      }
      case "seat": {
        const seat = entityOf(item as NonNullable<typeof item>) as unknown as Seat;
        if (value !== undefined) takeSeat(seat);
        else if (seat.load > 0)
          throw new Violation("c", `a seat of ${seat.agentId} went with ${seat.load} tickets`);
        else seats.delete(seatKey(seat.sectorId, seat.agentId));
        return undefined;
      }
      case "queue":
      case "sector":
      case "channel": {
        const { id } = entityOf(item as NonNullable<typeof item>) as { readonly id: string };
        if (value === undefined) takeRemoval(id);
        else there.set(id, value as unknown as Removable);
        return undefined;
      }
      case "address": {
        const { kind: of, matchKey, contactId } = value as unknown as Record<string, string>;
        const known = addresses.get(`${of}/${matchKey}`);
        if (known !== undefined && known !== contactId) {
          throw new Violation("b", `address ${of}/${matchKey} went from ${known} to ${contactId}`);
        }
        addresses.set(`${of}/${matchKey}`, contactId ?? "");
        return undefined;
      }
      case "agent":
      case "api-key": {
        const { id } = entityOf(item as NonNullable<typeof item>) as { readonly id: string };
        people.take(kind, id, value, contacts.commits());
        return undefined;
      }
      case "contact":
      case "provider-message":
        if (value !== undefined) contacts.take(kind, value);
        return undefined;
      default:
        return undefined;
    }
  };

  const checkTicket = (id: string): void => {
    const { head, folded } = ticketOf(id);
    if (head === undefined || folded === null) throw new Violation("fold", `${id} has no head or no entries`);
    assertThere(head);
    if (!isDeepStrictEqual(head, folded)) {
      throw new Violation("fold", `${id}: ${JSON.stringify(head)} is not ${JSON.stringify(folded)}`);
    }
    const lock = locks.get(`${head.contactId}/${head.channelId}`);
    if (head.phase === "closed" ? lock === id : lock !== id) {
      throw new Violation("b", `${id} is ${head.phase} and the lock of its contact names ${lock}`);
    }
    const place = places.get(id);
    if ((head.phase === "waiting") !== (place !== undefined)) {
      throw new Violation("h", `${id} is ${head.phase} and ${place ? "has" : "has no"} place in line`);
    }
    if (head.phase === "waiting" && place !== undefined) {
      const { queueId, channelId, priority, queuedAt, preference } = head;
      const expected = { queueId, channelId, priority, queuedAt, ticketId: id, preference };
      if (!isDeepStrictEqual({ ...place }, expected))
        throw new Violation("h", `${id} waits at another place`);
    }
    snoozes.check(head, ticketOf(id).entries);
    if (head.phase === "bot" || head.protocol === null) return;
    if (protocols.get(head.protocol) !== id) {
      throw new Violation("protocol", `${head.protocol} of ${id} names ${protocols.get(head.protocol)}`);
    }
  };

  const checkSeats = (): void => {
    for (const [key, seat] of seats) {
      const open = openOf.get(key)?.size ?? 0;
      if (seat.load !== open)
        throw new Violation("c", `seat ${key} has load ${seat.load} and ${open} tickets`);
    }
    for (const key of overfilled) {
      const at = forced.indexOf(key);
      if (at === -1)
        throw new Violation("d", `seat ${key} got a ticket over its limit, and nobody forced it`);
      forced.splice(at, 1);
    }
  };

  return {
    tickets: tickets as ReadonlyMap<string, TicketShadow>,
    places: places as ReadonlyMap<string, Place>,
    seats: seats as ReadonlyMap<string, Seat>,
    lasts: lasts as ReadonlyMap<string, LastTicket>,
    ended: ended as ReadonlyMap<string, string>,
    received: received as ReadonlyMap<string, { readonly ticketId: TicketId; readonly text: string }>,
    contacts,
    people,
    /** Whose an address is, by its kind and match key. */
    ownerOf: (kind: string, matchKey: string): string | undefined => addresses.get(`${kind}/${matchKey}`),
    checkLost: presence.checkLost,
    checkOverdue: snoozes.checkOverdue,
    checkSilence: silence.checkOverdue,
    there: there as ReadonlyMap<string, Removable>,
    gone: gone as ReadonlySet<string>,
    /** Hears of a record; it counts from the next `settle` on. */
    hear: (record: ChangeRecord): void => void pending.push(record),
    /**
     * Takes in what was heard of one commit and checks what it touched. Whoever made it began after so many commits; all when left
     * out. Answers the entries it inserted.
     */
    settle: (begunAfter = Infinity): readonly Entry[] => {
      fresh = [];
      if (pending.length === 0) return fresh;
      const records = pending;
      pending = [];
      overfilled = [];
      forced = [];
      contacts.begin();
      const touched = new Set<string>();
      let seatsTouched = false;
      for (const record of records) {
        const id = take(record);
        if (id !== undefined) touched.add(id);
        const item = record.newItem ?? record.oldItem;
        const kind = item?.["shape"];
        if (kind === "seat" || kind === "head") seatsTouched = true;
        if (item !== undefined) presence.take(kind, item, record.newItem !== undefined);
      }
      for (const id of touched) checkTicket(id);
      if (seatsTouched) checkSeats();
      silence.check();
      presence.settle(records, begunAfter);
      return fresh;
    },
    /** Tickets that wait in a queue, as they are now. */
    line: (queueId: QueueId): readonly Place[] =>
      [...places.values()].filter((place) => place.queueId === queueId),
  };
}

/** A queue, sector or channel, as far as removals go. */
export type Removable = { readonly id: string } & { readonly removing: object | null };

export type Shadow = ReturnType<typeof createShadow>;

type Lock = { readonly contactId: string; readonly channelId: string; readonly ticketId: string };

const entityOf = (item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  storedEntityOf(item["shape"] === SeatItem.kind ? SeatItem : {}, item);

/** Of an entry that was written, only the delivery changes, and only forwards. */
function assertDelivery(old: Entry, entry: Entry): void {
  const { delivery: before, ...rest } = old as OutboundMessage;
  const { delivery: after, ...same } = entry as OutboundMessage;
  const name = `${entry.ticketId}.${entry.number}`;
  if (before === undefined || after === undefined || !isDeepStrictEqual(rest, same)) {
    throw new Violation("fold", `entry ${name} changed after it was written`);
  }
  const [from, to] = [ranks.indexOf(before.status), ranks.indexOf(after.status)];
  if (after.rank !== to) throw new Violation("g", `${name} is ${after.status} with rank ${after.rank}`);
  const givenBack = before.status === "sending" && after.status === "queued";
  if (to < from && !givenBack)
    throw new Violation("g", `${name} went from ${before.status} to ${after.status}`);
}
