import { type OfTicket, handleTicket } from "./handle-ticket.ts";
import { authorOf, mayMark } from "../../domain/authorisation.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import type { Ticket } from "../../contracts/tickets.ts";

/**
 * Says that a ticket is answered, or that it is not (`unread`). One that is so already is answered as it is. NOT_ASSIGNEE,
 * TICKET_NOT_OPEN, TICKET_CLOSED, VERSION_CONFLICT, NOT_FOUND.
 */
export async function markTicket(
  deps: { readonly store: Store; readonly clock: Clock },
  input: OfTicket & { readonly unread: boolean },
): Promise<Ticket> {
  const { actor, unread } = input;
  return handleTicket(deps, input, (head) => {
    if (head.phase !== "open") throw new DeskError("TICKET_NOT_OPEN", { phase: head.phase });
    if (!mayMark(actor, head)) throw new DeskError("NOT_ASSIGNEE");
    return head.unread > 0 === unread ? undefined : { do: "mark", by: authorOf(actor), unread };
  });
}
