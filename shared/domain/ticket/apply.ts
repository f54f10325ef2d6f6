import type { ClosedTicket, Entry, OpenTicket, Ticket, WaitingTicket } from "../../contracts/tickets.ts";
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
      if (entry.direction === "in" && isNotice(entry.content)) {
        return { ...state, version, address: entry.address ?? state.address };
      }
      return entry.direction === "in"
        ? {
            ...state,
            version,
            lastInboundAt: latest(state.lastInboundAt, entry.sentAt),
            lastMessageAt: entry.at,
            unread: state.unread + 1,
            address: entry.address ?? state.address,
          }
        : {
            ...state,
            version,
            lastMessageAt: entry.at,
            firstResponseAt: state.firstResponseAt ?? entry.at,
            unread: 0,
          };
    case "queued": {
      if (state.phase !== "bot") throw impossible(state, entry, `follows phase ${state.phase}`);
      const { protocol, sectorId, queueId, priority } = entry;
      return {
        ...state,
        version,
        phase: "waiting",
        protocol,
        sectorId,
        queueId,
        priority,
        queuedAt: entry.at,
      } satisfies WaitingTicket;
    }
    case "assigned":
      if (state.phase !== "waiting") throw impossible(state, entry, `follows phase ${state.phase}`);
      return {
        ...state,
        version,
        phase: "open",
        agentId: entry.agentId,
        assignedAt: entry.at,
      } satisfies OpenTicket;
    case "requeued":
      return requeue(state, entry);
    case "moved": {
      if (state.phase !== "open") throw impossible(state, entry, `follows phase ${state.phase}`);
      const { sectorId, queueId } = entry;
      return { ...state, version, sectorId, queueId } satisfies OpenTicket;
    }
    case "closed":
      return close(state, entry);
  }
}

/** The state that a whole timeline amounts to, or null for an empty one. */
export const fold = (entries: readonly Entry[]): Ticket | null => entries.reduce<Ticket | null>(apply, null);

function first(entry: Entry): Ticket {
  if (entry.type !== "opened" || entry.number !== 1) {
    throw new Error(`entry ${entry.number} (${entry.type}) cannot be the first of ticket ${entry.ticketId}`);
  }
  const { contactId, contactName, channelId, channelKind, address } = entry;
  return {
    phase: "bot",
    id: entry.ticketId,
    version: 1,
    contactId,
    contactName,
    channelId,
    channelKind,
    address,
    openedAt: entry.at,
    lastInboundAt: null,
    lastMessageAt: null,
    firstResponseAt: null,
    unread: 0,
  };
}

function requeue(state: Ticket, entry: Entry & { type: "requeued" }): WaitingTicket {
  if (state.phase !== "open" && state.phase !== "waiting")
    throw impossible(state, entry, `follows phase ${state.phase}`);
  const { sectorId, queueId, priority, number: version } = entry;
  const moved = { version, sectorId, queueId, priority } as const;
  if (state.phase === "waiting") return { ...state, ...moved };
  const { agentId: _agentId, assignedAt: _assignedAt, ...rest } = state;
  return { ...rest, ...moved, phase: "waiting" };
}

function close(state: Ticket, entry: Entry & { type: "closed" }): ClosedTicket {
  if (state.phase === "closed") throw impossible(state, entry, "closes a closed ticket");
  const { id, contactId, contactName, channelId, channelKind, address, openedAt } = state;
  const { lastInboundAt, lastMessageAt, firstResponseAt, unread } = state;
  const placed = state.phase === "bot" ? null : state;
  return {
    ...{ id, contactId, contactName, channelId, channelKind, address, openedAt },
    ...{ lastInboundAt, lastMessageAt, firstResponseAt, unread },
    phase: "closed",
    version: entry.number,
    protocol: placed?.protocol ?? null,
    sectorId: placed?.sectorId ?? null,
    queueId: placed?.queueId ?? null,
    agentId: state.phase === "open" ? state.agentId : null,
    closedAt: entry.at,
    tagIds: entry.tagIds,
  };
}

const impossible = (state: Ticket, entry: Entry, why: string): Error =>
  new Error(`entry ${entry.number} (${entry.type}) of ticket ${state.id} at version ${state.version} ${why}`);
