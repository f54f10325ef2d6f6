import type { Entry, OpenTicket, Ticket } from "../../contracts/tickets.ts";
import { applyPlace, impossible } from "./apply-place.ts";
import { isNotice } from "../whatsapp/notice.ts";
import { latest } from "../time.ts";

/**
 * The state after one more entry. Entries come in order of number, from 1; an entry that cannot follow the state is an
 * error in the caller, because nothing that was decided can be impossible to apply.
 */
export function apply(state: Ticket | null, entry: Entry): Ticket {
  if (state === null) return first(entry);
  if (entry.ticketId !== state.id) throw impossible(state, entry, "belongs to another ticket");
  if (entry.number !== state.version + 1) throw impossible(state, entry, `has number ${entry.number}`);
  const version = entry.number;
  switch (entry.type) {
    case "opened":
      throw impossible(state, entry, "opens a ticket that exists");
    case "message":
      return entry.direction === "in" ? heard(state, entry) : said(state, entry);
    case "note":
      return { ...state, version };
    case "marked":
      return { ...state, version, unread: entry.unread ? Math.max(1, state.unread) : 0 };
    case "tagged":
      if (state.phase !== "open") throw impossible(state, entry, `follows phase ${state.phase}`);
      return { ...state, version, tagIds: entry.tagIds } satisfies OpenTicket;
    case "rated":
      if (state.phase !== "closed") throw impossible(state, entry, `follows phase ${state.phase}`);
      return { ...state, version, rating: entry.score };
    default:
      return applyPlace(state, entry);
  }
}

/** The state that a whole timeline amounts to, or null for an empty one. */
export const fold = (entries: readonly Entry[]): Ticket | null => entries.reduce<Ticket | null>(apply, null);

function heard<State extends Ticket>(
  state: State,
  entry: Entry & { type: "message"; direction: "in" },
): State {
  const known = { ...state, version: entry.number, address: entry.address ?? state.address };
  if (isNotice(entry.content)) return known;
  return {
    ...known,
    lastInboundAt: latest(state.lastInboundAt, entry.sentAt),
    lastMessageAt: entry.at,
    lastDirection: "in",
    // A closed ticket is answered: what comes after it is its rating.
    unread: state.phase === "closed" ? state.unread : state.unread + 1,
    ...unwarned(state),
  };
}

/** What the desk itself writes answers nobody: it leaves unread what was, and does not begin the wait for the contact. */
function said<State extends Ticket>(
  state: State,
  entry: Entry & { type: "message"; direction: "out" },
): State {
  const written = { ...state, version: entry.number, lastMessageAt: entry.at };
  if (entry.by.kind === "system") {
    if (entry.purpose === "inactivity-warning" && "warnedAt" in state)
      return { ...written, warnedAt: entry.at };
    if (entry.purpose === "position" && state.phase === "waiting")
      return { ...written, toldPosition: entry.position };
    return written;
  }
  // Who begins a conversation answers nobody.
  const isAnswer = entry.by.kind === "agent" && state.lastInboundAt !== null;
  return {
    ...written,
    lastDirection: "out",
    unread: 0,
    firstResponseAt: state.firstResponseAt ?? (isAnswer ? entry.at : null),
    ...unwarned(state),
  };
}

const unwarned = (state: Ticket): { readonly warnedAt?: null } =>
  "warnedAt" in state ? { warnedAt: null } : {};

function first(entry: Entry): Ticket {
  if (entry.type !== "opened" || entry.number !== 1) {
    throw new Error(`entry ${entry.number} (${entry.type}) cannot be the first of ticket ${entry.ticketId}`);
  }
  const { contactId, contactName, channelId, channelKind, address, bot, formerTicketId } = entry;
  return {
    phase: "bot",
    id: entry.ticketId,
    version: 1,
    ...{ contactId, contactName, channelId, channelKind, address, formerTicketId },
    openedAt: entry.at,
    lastInboundAt: null,
    lastMessageAt: null,
    lastDirection: null,
    firstResponseAt: null,
    unread: 0,
    protocol: null,
    snoozes: 0,
    since: entry.at,
    returnedFrom: null,
    bot,
  };
}
