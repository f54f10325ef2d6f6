import type { AgentId, TicketId } from "../../../../shared/contracts/ids.ts";
import type { ServerMessage } from "../../../../shared/contracts/socket-messages.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { type Heads, listOf } from "../tickets/lists.ts";

/** Something a person wants to hear of although they look elsewhere: a ticket that is theirs now, or a message in one. */
export interface Happening {
  readonly kind: "ticket" | "message";
  readonly ticketId: TicketId;
  /** Who the ticket is with. */
  readonly name: string;
}

/** What a message of the socket means to the person; null where it is nothing new to them, as what they did themselves. */
export function happeningOf(message: ServerMessage, agentId: AgentId): Happening | null {
  if (message.type === "ticket") {
    if (message.list !== "open" || message.change !== "entered" || !isTheirs(message.head, agentId))
      return null;
    const by = message.entries.at(-1)?.by;
    if (by?.kind === "agent" && by.agentId === agentId) return null;
    return { kind: "ticket", ticketId: message.ticketId, name: message.head.contactName };
  }
  if (message.type !== "entry" || message.entry.type !== "message" || message.entry.direction !== "in")
    return null;
  if (!isTheirs(message.head, agentId)) return null;
  return { kind: "message", ticketId: message.ticketId, name: message.head.contactName };
}

const isTheirs = (head: Ticket, agentId: AgentId): boolean => listOf(head, agentId) === "open";

/** How many of the person's open tickets wait for an answer. */
export const unanswered = (heads: Heads, agentId: AgentId): number =>
  [...heads.values()].filter((head) => head.unread > 0 && isTheirs(head, agentId)).length;
