import { type OfTicket, handleTicket } from "../tickets/handle-ticket.ts";
import { authorOf, mayDrop } from "../../domain/authorisation.ts";
import type { Clock } from "../../ports/ports.ts";
import { type Configuration, withAll } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { servesChannel } from "../tickets/list-sources.ts";

/**
 * Removes a potential: it is closed, and the contact is told nothing. FORBIDDEN for who sees it and may not, NOT_A_POTENTIAL,
 * TICKET_CLOSED, VERSION_CONFLICT, NOT_FOUND.
 */
export async function dropTicket(
  deps: { readonly store: Store; readonly clock: Clock; readonly configuration: Configuration },
  input: OfTicket,
): Promise<Ticket> {
  const { actor } = input;
  return handleTicket(deps, input, async (head) => {
    if (head.phase !== "bot") throw new DeskError("NOT_A_POTENTIAL", { phase: head.phase });
    const queues = await withAll(deps.configuration.queues, actor.queueIds);
    if (!mayDrop(actor, head, servesChannel(actor, queues, head.channelId))) throw new DeskError("FORBIDDEN");
    return [{ do: "close", by: authorOf(actor), reason: "dropped", tagIds: [], tagsRequired: false }];
  });
}
