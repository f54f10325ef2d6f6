import { type IdempotencyDeps, type Request, commitOnce } from "../organisation/idempotent.ts";
import { type Configuration, lookUp } from "../configuration/configuration.ts";
import type { Author, Ticket } from "../../contracts/tickets.ts";
import type { ChannelId, TicketId } from "../../contracts/ids.ts";
import type { Command } from "../../domain/ticket/decide.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { LastTicket } from "../../contracts/stored/shapes.ts";
import type { Meant } from "./open-contact.ts";
import type { Opened } from "../../contracts/routes/opening.ts";
import type { Random } from "../../ports/ports.ts";
import type { Time } from "../../contracts/values.ts";
import type { WhatsAppChannel } from "../../contracts/organisation.ts";

/** The channel on which a ticket may be opened. NOT_FOUND, also for one that is being removed; BAD_REQUEST for a web chat. */
export async function openingChannel(
  { channels }: Configuration,
  channelId: ChannelId,
): Promise<WhatsAppChannel> {
  const channel = await lookUp(channels, ({ id }) => id === channelId);
  if (channel === undefined || channel.removing !== null) throw new DeskError("NOT_FOUND", { channelId });
  if (channel.kind !== "whatsapp")
    throw new DeskError("BAD_REQUEST", { reason: "visitors of a web chat open their tickets themselves" });
  return channel;
}

/** The answer to who wants a ticket with somebody who has one: that one, or CONTACT_HAS_TICKET where it is not theirs to see. */
export async function answerLive(
  deps: IdempotencyDeps,
  request: Request,
  live: Ticket | undefined,
): Promise<Opened> {
  if (live === undefined) throw new DeskError("CONTACT_HAS_TICKET");
  const answer = { ticket: live, created: false };
  // So that the same request is answered alike once that ticket is closed.
  return request.key === undefined ? answer : commitOnce<Opened>(deps, request, answer, []);
}

/** The first entry of a ticket that a person or a program opens. */
export const openCommand = (
  { random }: { readonly random: Random },
  input: {
    readonly by: Author;
    readonly who: Meant;
    readonly channelId: ChannelId;
    readonly last: LastTicket | undefined;
    readonly now: Time;
  },
): Command => {
  const { by, who, channelId, last, now } = input;
  return {
    ...{ do: "open", by, ticketId: `tkt_${random.ulid(now)}` as TicketId, channelId },
    ...{ contactId: who.contactId, contactName: who.name, address: who.address },
    ...{ bot: { kind: "none" }, formerTicketId: last?.ticketId ?? null },
  };
};
