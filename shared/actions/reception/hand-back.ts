import { type OfTicket, handleTicket } from "../tickets/handle-ticket.ts";
import { type ReceptionDeps, receiveBack } from "./receive.ts";
import { authorOf, mayClose } from "../../domain/authorisation.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { lookUp } from "../configuration/configuration.ts";

/**
 * Turns the bot on again: the ticket leaves its agent, its line or the snoozed and is with the channel's reception, as if the
 * contact had just come; what was said and its protocol stay. A menu is shown at once while the window is open, and otherwise when
 * they write. One that is with the bot already is answered as it is.
 *
 * NO_BOT where the channel has neither a menu nor a bot, NOT_ASSIGNEE, TICKET_CLOSED, VERSION_CONFLICT, NOT_FOUND.
 */
export async function handBack(
  deps: ReceptionDeps & { readonly clock: Clock },
  input: OfTicket,
): Promise<Ticket> {
  const { actor } = input;
  return handleTicket(deps, input, async (head) => {
    if (head.phase === "bot") return undefined;
    if (!mayClose(actor, head)) throw new DeskError("NOT_ASSIGNEE");
    const channel = await lookUp(deps.configuration.channels, ({ id }) => id === head.channelId);
    const kind = channel?.reception.kind;
    if (channel === undefined || kind === "none" || kind === "queue")
      throw new DeskError("NO_BOT", { channelId: head.channelId });
    const { bot, commands } = await receiveBack(deps, channel, head, deps.clock.now());
    return [{ do: "hand-back", by: authorOf(actor), bot }, ...commands];
  });
}
