import type {
  BotTicket,
  ClosedTicket,
  Entry,
  OpenTicket,
  SnoozedTicket,
  Ticket,
  WaitingTicket,
} from "../../contracts/tickets.ts";

type Of<Type extends Entry["type"]> = Extract<Entry, { type: Type }>;
type PlaceEntry = Of<
  | "reception"
  | "queued"
  | "assigned"
  | "requeued"
  | "moved"
  | "transferred"
  | "snoozed"
  | "woken"
  | "returned"
  | "closed"
>;

/** The priority of what comes before everybody who waits. */
export const headOfLine = 9;

/** The state after an entry that says where a ticket is. Throws for one that cannot follow the state. */
export function applyPlace(state: Ticket, entry: PlaceEntry): Ticket {
  switch (entry.type) {
    case "reception":
      if (state.phase !== "bot") throw impossible(state, entry, `follows phase ${state.phase}`);
      return { ...state, version: entry.number, bot: entry.bot } satisfies BotTicket;
    case "queued":
      return queue(state, entry);
    case "assigned": {
      if (state.phase !== "waiting") throw impossible(state, entry, `follows phase ${state.phase}`);
      return hold(state, entry, entry.agentId);
    }
    case "requeued":
      return requeue(state, entry);
    case "moved": {
      if (state.phase !== "open" && state.phase !== "snoozed")
        throw impossible(state, entry, `follows phase ${state.phase}`);
      return { ...state, version: entry.number, ...placeOf(state, entry) };
    }
    case "transferred": {
      if (state.phase !== "open" && state.phase !== "waiting")
        throw impossible(state, entry, `follows phase ${state.phase}`);
      return { ...hold(state, entry, entry.agentId), ...placeOf(state, entry) };
    }
    case "snoozed": {
      if (state.phase !== "open" && state.phase !== "snoozed")
        throw impossible(state, entry, `follows phase ${state.phase}`);
      const { snooze: snoozes, until, template, at: snoozedAt, number: version } = entry;
      return {
        ...state,
        phase: "snoozed",
        version,
        snoozes,
        snoozedAt,
        until,
        template,
        // Whoever puts a ticket away attends to it: the contact is warned anew once it is awake.
        warnedAt: null,
      } satisfies SnoozedTicket;
    }
    case "woken":
      return wake(state, entry);
    case "returned": {
      if (state.phase === "bot" || state.phase === "closed")
        throw impossible(state, entry, `follows phase ${state.phase}`);
      const { protocol, snoozes } = state;
      const { number: version, at: since, from: returnedFrom, bot } = entry;
      return { ...common(state), phase: "bot", version, protocol, snoozes, since, returnedFrom, bot };
    }
    case "closed":
      return close(state, entry);
  }
}

/** A ticket without what only its phase has. */
function common(state: Ticket) {
  const { id, version, contactId, contactName, channelId, channelKind, address, formerTicketId } = state;
  const { openedAt, lastInboundAt, lastMessageAt, lastDirection, firstResponseAt, unread } = state;
  return {
    ...{ id, version, contactId, contactName, channelId, channelKind, address, formerTicketId },
    ...{ openedAt, lastInboundAt, lastMessageAt, lastDirection, firstResponseAt, unread },
  };
}

/** The priority that a ticket was queued with, whatever a return made of it. */
export const ownPriority = (state: WaitingTicket | OpenTicket | SnoozedTicket): number =>
  state.phase === "waiting" ? state.ownPriority : state.priority;

/** What a ticket keeps from its first place in a line to its end. */
function standing(state: WaitingTicket | OpenTicket | SnoozedTicket) {
  const { protocol, sectorId, queueId, queuedAt } = state;
  return { protocol, sectorId, queueId, priority: ownPriority(state), queuedAt };
}

/** Its new sector and queue; tags belong to a sector, so another sector's fall away. */
const placeOf = (
  state: { readonly sectorId: string; readonly tagIds: OpenTicket["tagIds"] },
  { sectorId, queueId }: Pick<WaitingTicket, "sectorId" | "queueId">,
) => ({ sectorId, queueId, tagIds: state.sectorId === sectorId ? state.tagIds : [] });

function queue(state: Ticket, entry: Of<"queued">): WaitingTicket {
  if (state.phase !== "bot") throw impossible(state, entry, `follows phase ${state.phase}`);
  const { protocol, sectorId, queueId, priority, preference } = entry;
  return {
    ...common(state),
    version: entry.number,
    phase: "waiting",
    ...{ protocol, sectorId, queueId, priority, preference },
    ownPriority: priority,
    queuedAt: entry.at,
    tagIds: [],
    snoozes: state.snoozes,
    toldPosition: null,
  };
}

function hold(
  state: WaitingTicket | OpenTicket,
  entry: PlaceEntry,
  agentId: OpenTicket["agentId"],
): OpenTicket {
  const { tagIds, snoozes } = state;
  return {
    ...common(state),
    ...standing(state),
    version: entry.number,
    phase: "open",
    ...{ agentId, tagIds, snoozes },
    assignedAt: entry.at,
    warnedAt: null,
  };
}

function requeue(state: Ticket, entry: Of<"requeued">): WaitingTicket {
  if (state.phase !== "open" && state.phase !== "waiting")
    throw impossible(state, entry, `follows phase ${state.phase}`);
  const { priority, preference, number: version } = entry;
  return { ...inLine(state, { priority, preference, version }), ...placeOf(state, entry) };
}

function inLine(
  state: WaitingTicket | OpenTicket | SnoozedTicket,
  changed: Pick<WaitingTicket, "priority" | "preference" | "version">,
): WaitingTicket {
  const { tagIds, snoozes } = state;
  return {
    ...common(state),
    ...standing(state),
    phase: "waiting",
    ...{ tagIds, snoozes },
    ownPriority: ownPriority(state),
    toldPosition: null,
    ...changed,
  };
}

function wake(state: Ticket, entry: Of<"woken">): OpenTicket | WaitingTicket {
  if (state.phase !== "snoozed" || entry.snooze !== state.snoozes)
    throw impossible(state, entry, `follows phase ${state.phase}`);
  const { agentId, preference, number: version } = entry;
  if (agentId === null) return inLine(state, { priority: headOfLine, preference, version });
  const { tagIds, snoozes, warnedAt } = state;
  return {
    ...common(state),
    ...standing(state),
    phase: "open",
    ...{ version, agentId, tagIds, snoozes, warnedAt },
    assignedAt: entry.at,
  };
}

function close(state: Ticket, entry: Of<"closed">): ClosedTicket {
  if (state.phase === "closed") throw impossible(state, entry, "closes a closed ticket");
  // What was handed back ends as the attendance it was.
  const returnedFrom = state.phase === "bot" ? state.returnedFrom : null;
  const placed = state.phase === "bot" ? returnedFrom : state;
  return {
    ...common(state),
    phase: "closed",
    version: entry.number,
    protocol: state.protocol,
    sectorId: placed?.sectorId ?? null,
    queueId: placed?.queueId ?? null,
    agentId: entry.agentId ?? returnedFrom?.agentId ?? null,
    closedAt: entry.at,
    tagIds: entry.tagIds,
    reason: entry.reason,
    rating: null,
  };
}

/** The error of an entry that cannot follow a state. */
export const impossible = (state: Ticket, entry: Entry, why: string): Error =>
  new Error(`entry ${entry.number} (${entry.type}) of ticket ${state.id} at version ${state.version} ${why}`);
