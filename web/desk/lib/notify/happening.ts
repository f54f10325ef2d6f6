import type { AgentId, TicketId } from "../../../../shared/contracts/ids.ts";
import type { ServerMessage } from "../../../../shared/contracts/socket-messages.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import type { Heads } from "../tickets/lists.ts";

/**
 * Something a person wants to hear of although they look elsewhere: a ticket that is theirs now, a message in one, or one that waits
 * until somebody takes it.
 */
export interface Happening {
  readonly kind: "ticket" | "message" | "waiting";
  readonly ticketId: TicketId;
  /** Who the ticket is with. */
  readonly name: string;
}

/**
 * What a message of the socket means to the person; null where it is nothing new to them, as what they did themselves. `takes` says
 * whether a waiting ticket is one that nobody gets unless they take it, as the person may.
 */
export function happeningOf(
  message: ServerMessage,
  agentId: AgentId,
  takes: (head: Ticket) => boolean,
): Happening | null {
  if (message.type === "ticket") {
    if (message.change !== "entered") return null;
    const { ticketId, head } = message;
    if (message.list === "waiting")
      return takes(head) ? { kind: "waiting", ticketId, name: head.contactName } : null;
    if (message.list !== "open" || !isTheirs(head, agentId)) return null;
    const by = message.entries.at(-1)?.by;
    if (by?.kind === "agent" && by.agentId === agentId) return null;
    return { kind: "ticket", ticketId, name: head.contactName };
  }
  if (message.type !== "entry" || message.entry.type !== "message" || message.entry.direction !== "in")
    return null;
  if (!isTheirs(message.head, agentId)) return null;
  return { kind: "message", ticketId: message.ticketId, name: message.head.contactName };
}

const isTheirs = (head: Ticket, agentId: AgentId): boolean =>
  head.phase === "open" && head.agentId === agentId;

/** How many of the person's open tickets wait for an answer. */
export const unanswered = (heads: Heads, agentId: AgentId): number =>
  [...heads.values()].filter((head) => head.unread > 0 && isTheirs(head, agentId)).length;
