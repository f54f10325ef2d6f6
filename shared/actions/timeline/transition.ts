import {
  type Change,
  type Condition,
  absent,
  below,
  check,
  contains,
  equals,
  exists,
  put,
  remove,
  update,
  versionIs,
} from "../../ports/store.ts";
import type { Entry, Ineligibility, SnoozedTicket, Ticket, WaitingTicket } from "../../contracts/tickets.ts";
import {
  EntryItem,
  HeadItem,
  LastTicketItem,
  OpenTicketItem,
  type Place,
  PlaceItem,
  ProtocolItem,
  SeatItem,
  type Snooze,
  SnoozeItem,
} from "../../contracts/stored/shapes.ts";
import type { ChannelId, QueueId } from "../../contracts/ids.ts";
import type { Seat } from "../../contracts/organisation.ts";
import { apply } from "../../domain/ticket/apply.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { sameValue } from "../../domain/equality.ts";
import { surveyEndsAt } from "../../domain/survey.ts";

/** What the seat of a new assignee must allow. */
export interface SeatTerms {
  readonly queueId: QueueId;
  /** The channel on which the agent must be online; undefined when the agent takes the ticket by hand. */
  readonly onlineOn: ChannelId | undefined;
  /** Whether the agent needs no room: somebody who may gives them the ticket over their limit. */
  readonly forced?: boolean;
}

/** Names under which a failed condition of a transition is reported. */
export const changeNames = {
  head: "head",
  lock: "open ticket",
  last: "last ticket",
  protocol: "protocol",
  place: "place in line",
  newPlace: "new place in line",
  seat: "seat",
  leftSeat: "seat that is left",
  snooze: "place among the snoozed",
  newSnooze: "new place among the snoozed",
} as const;

/**
 * Everything that must change together when entries are appended to a ticket: the entries, the head, the contact's lock and last
 * ticket, the place in line and the seats' loads. It is the only maker of these changes, so no action can forget one.
 */
export function transition(
  before: Ticket | null,
  entries: readonly Entry[],
  terms?: SeatTerms,
): { readonly after: Ticket; readonly changes: readonly Change[] } {
  const after = entries.reduce<Ticket | null>(apply, before);
  if (after === null) throw new Error("a transition needs at least one entry");
  return {
    after,
    changes: [
      put(changeNames.head, HeadItem, after, before === null ? absent : versionIs(before.version)),
      ...entries.map((entry) => put(`entry ${entry.number}`, EntryItem, entry, absent)),
      ...lockChanges(before, after),
      ...lastChanges(before, after, entries),
      ...protocolChanges(before, after),
      ...placeChanges(before, after),
      ...snoozeChanges(before, after),
      ...seatChanges(before, after, terms),
    ],
  };
}

function lockChanges(before: Ticket | null, after: Ticket): readonly Change[] {
  const { contactId, channelId, id: ticketId } = after;
  if (before === null && after.phase !== "closed") {
    return [put(changeNames.lock, OpenTicketItem, { contactId, channelId, ticketId }, absent)];
  }
  if (before !== null && before.phase !== "closed" && after.phase === "closed") {
    const key = keys.openTicket(contactId, channelId);
    return [remove(changeNames.lock, OpenTicketItem, key, equals(["ticketId"], ticketId))];
  }
  return [];
}

/**
 * Without a condition: a contact has one open ticket a channel, so closings of theirs follow one another. Where nobody attended this
 * one, who attended them last stays who it was: there is such a record wherever the ticket knows a former one.
 */
function lastChanges(before: Ticket | null, after: Ticket, entries: readonly Entry[]): readonly Change[] {
  if (after.phase !== "closed" || before?.phase === "closed") return [];
  const { contactId, channelId, id: ticketId, agentId, queueId, closedAt, formerTicketId } = after;
  if (agentId === null && formerTicketId !== null) {
    const set = [
      [["ticketId"], ticketId],
      [["queueId"], queueId],
      [["closedAt"], closedAt],
      [["surveyUntil"], null],
    ] as const;
    return [update(changeNames.last, LastTicketItem, keys.lastTicket(contactId, channelId), { set })];
  }
  const isAsked = entries.some((it) => it.type === "message" && "purpose" in it && it.purpose === "survey");
  const surveyUntil = isAsked ? surveyEndsAt(after) : null;
  const last = { contactId, channelId, ticketId, agentId, queueId, closedAt, surveyUntil };
  return [put(changeNames.last, LastTicketItem, last)];
}

function protocolChanges(before: Ticket | null, after: Ticket): readonly Change[] {
  // A ticket that went back to the bot has kept its own.
  const had = before !== null && before.protocol !== null;
  if (had || after.protocol === null) return [];
  return [put(changeNames.protocol, ProtocolItem, { protocol: after.protocol, ticketId: after.id }, absent)];
}

function placeChanges(before: Ticket | null, after: Ticket): readonly Change[] {
  const left = before?.phase === "waiting" ? placeOf(before) : undefined;
  const entered = after.phase === "waiting" ? placeOf(after) : undefined;
  if (sameValue(left, entered)) return [];
  return [
    ...(left === undefined ? [] : [remove(changeNames.place, PlaceItem, PlaceItem.key(left), exists)]),
    ...(entered === undefined ? [] : [put(changeNames.newPlace, PlaceItem, entered, absent)]),
  ];
}

const placeOf = ({ queueId, channelId, priority, queuedAt, preference, id }: WaitingTicket): Place => ({
  ...{ queueId, channelId, priority, queuedAt, preference },
  ticketId: id,
});

function snoozeChanges(before: Ticket | null, after: Ticket): readonly Change[] {
  const left = before?.phase === "snoozed" ? snoozeOf(before) : undefined;
  const entered = after.phase === "snoozed" ? snoozeOf(after) : undefined;
  if (sameValue(left, entered)) return [];
  // An item may be in a transaction once only.
  if (left !== undefined && left.until === entered?.until)
    return [put(changeNames.snooze, SnoozeItem, entered, exists)];
  return [
    ...(left === undefined ? [] : [remove(changeNames.snooze, SnoozeItem, SnoozeItem.key(left), exists)]),
    ...(entered === undefined ? [] : [put(changeNames.newSnooze, SnoozeItem, entered, absent)]),
  ];
}

const snoozeOf = ({ id, snoozes, until, sectorId, queueId, channelId, agentId }: SnoozedTicket): Snooze => ({
  ...{ ticketId: id, snooze: snoozes, until },
  ...{ sectorId, queueId, channelId, agentId },
});

function seatChanges(before: Ticket | null, after: Ticket, terms: SeatTerms | undefined): readonly Change[] {
  const left = before?.phase === "open" ? before : undefined;
  const entered = after.phase === "open" ? after : undefined;
  const stays = left?.sectorId === entered?.sectorId && left?.agentId === entered?.agentId;
  const changes: Change[] = [];
  if (left !== undefined && !stays) {
    const key = keys.seat(left.sectorId, left.agentId);
    changes.push(update(changeNames.leftSeat, SeatItem, key, { add: [[["load"], -1]] }));
  }
  if (entered === undefined || (stays && left?.queueId === entered.queueId)) return changes;
  if (terms === undefined) throw new Error("an assignment needs the terms of its seat");
  const key = keys.seat(entered.sectorId, entered.agentId);
  const since = entered.assignedAt;
  changes.push(
    stays
      ? // The room it takes is the same: that the agent serves the queue is all that must hold.
        check(changeNames.seat, SeatItem, key, contains(["queueIds"], terms.queueId))
      : update(
          changeNames.seat,
          SeatItem,
          key,
          { add: [[["load"], 1]], set: [[["lastAssignedAt"], since]] },
          ...seatConditions(terms),
        ),
  );
  return changes;
}

const seatConditions = ({ queueId, onlineOn, forced = false }: SeatTerms): readonly Condition[] => [
  contains(["queueIds"], queueId),
  ...(forced ? [] : [below(["load"], ["limit"])]),
  ...(onlineOn === undefined ? [] : [equals(["presence", onlineOn, "status"], "online")]),
];

/** Why a seat, as it is now, does not allow these terms; undefined when it does. A seat that is not there serves no queue. */
export function seatRefusal(
  seat: Seat | undefined,
  { queueId, onlineOn, forced = false }: SeatTerms,
): Ineligibility | undefined {
  if (seat === undefined || !seat.queueIds.includes(queueId)) return "not-in-queue";
  const status = onlineOn === undefined ? "online" : (seat.presence[onlineOn]?.status ?? "offline");
  if (status !== "online") return status;
  return !forced && seat.load >= seat.limit ? "at-limit" : undefined;
}
