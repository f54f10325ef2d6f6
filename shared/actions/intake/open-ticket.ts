import type { Channel } from "../../contracts/organisation.ts";
import type { ContactId, TicketId } from "../../contracts/ids.ts";
import { acquaintanceOf, stranger } from "../routing/preferred.ts";
import type { Command } from "../../domain/ticket/command.ts";
import type { Entry } from "../../contracts/tickets.ts";
import type { ParsedMessage } from "../../domain/whatsapp/message.ts";
import type { Time } from "../../contracts/values.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { type ReceptionDeps, receiveFirst } from "../reception/receive.ts";

/** What a message opens a ticket with. */
interface Opening {
  readonly channel: Channel;
  readonly parsed: ParsedMessage;
  readonly contactId: ContactId;
  /** Whether nothing is stored of the contact yet. */
  readonly isNew: boolean;
  readonly now: Time;
}

/**
 * The entries of the ticket that a contact's message opens. It goes where the channel's reception says. Costs nothing for
 * somebody new, two reads for who was there before, and what the reception costs. For a blocked contact no ticket opens:
 * `blocked`.
 */
export async function openingEntries(
  deps: ReceptionDeps,
  opening: Opening,
): Promise<readonly Entry[] | "blocked"> {
  const { channel, parsed, contactId, isNew, now } = opening;
  const { message } = parsed;
  const ticketId = `tkt_${deps.random.ulid(now)}` as TicketId;
  const known = isNew ? stranger : await acquaintanceOf(deps.store, contactId, channel.id);
  if (known.isBlocked) return "blocked";
  const contactName = known.name || parsed.contactName;
  const { bot, commands } = await receiveFirst(deps, { channel, message, known, now });
  const open: Command = {
    ...{ do: "open", by: { kind: "contact" }, ticketId, contactId, contactName, channelId: channel.id },
    ...{ address: message.address, bot, formerTicketId: known.last?.ticketId ?? null },
  };
  return decideAll(null, [open, { do: "receive", message }, ...commands], now);
}
