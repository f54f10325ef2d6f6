import type { Channel, Queue } from "../../contracts/organisation.ts";
import type { ContactId, TicketId } from "../../contracts/ids.ts";
import { acquaintanceOf, preferenceOf } from "../routing/preferred.ts";
import type { Command } from "../../domain/ticket/command.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Entry } from "../../contracts/tickets.ts";
import type { Log, Random } from "../../ports/ports.ts";
import type { ParsedMessage } from "../../domain/whatsapp/message.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { isFull } from "../routing/line-length.ts";
import { newProtocol } from "../timeline/protocol.ts";
import { saying } from "../../domain/ticket/say.ts";
import { texts } from "../../domain/texts.ts";
import { windowIsOpen } from "../../domain/time.ts";

export interface OpenTicketDeps {
  readonly store: Store;
  readonly random: Random;
  readonly configuration: Configuration;
  readonly log: Log;
}

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
 * The entries of the ticket that a contact's message opens. It goes where the channel's reception says: into a queue's line, with
 * the queue's greeting, preferring the contact's own agent; or, where the line is full, it stays a potential, which the contact is told
 * this once. What the desk says is left out when the message is so old that nothing may be said any more. Costs nothing for
 * somebody new, two reads for who was there before, and up to two more where an agent may be preferred.
 */
export async function openingEntries(deps: OpenTicketDeps, opening: Opening): Promise<readonly Entry[]> {
  const { channel, parsed, contactId, isNew, now } = opening;
  const { message, contactName } = parsed;
  const ticketId = `tkt_${deps.random.ulid(now)}` as TicketId;
  const known = isNew
    ? { linkedAgentId: null, last: undefined }
    : await acquaintanceOf(deps.store, contactId, channel.id);
  const open: Command = {
    ...{ do: "open", by: { kind: "contact" }, ticketId, contactId, contactName, channelId: channel.id },
    ...{ address: message.address, bot: { kind: "none" }, formerTicketId: known.last?.ticketId ?? null },
  };
  const received: readonly Command[] = [open, { do: "receive", message }];
  const queue = await receptionQueue(deps, channel);
  if (queue === undefined) return decideAll(null, received, now);
  const maySay = windowIsOpen(message.sentAt, now);
  const settings = await deps.configuration.settings();
  if (await isFull(deps.store, queue)) {
    const told = maySay ? [saying("queue-full", 1, texts[settings.locale].queueFull)] : [];
    return decideAll(null, [...received, ...told], now);
  }
  const { preferredSeconds } = settings;
  const wanted = { known, queue, channelId: channel.id, preferredSeconds, now };
  const preference = await preferenceOf(deps.store, wanted);
  const protocol = newProtocol(deps.random, now, settings);
  const place = { sectorId: queue.sectorId, queueId: queue.id, priority: 0, preference };
  const enqueue: Command = { do: "enqueue", by: { kind: "system" }, protocol, ...place };
  const { greeting } = queue;
  const told = greeting !== null && maySay ? [saying("queue-greeting", 1, greeting)] : [];
  return decideAll(null, [...received, enqueue, ...told], now);
}

/**
 * The queue into which the channel's reception puts who writes. None: they stay a potential. So they do where the queue is
 * being removed, or its sector is or takes nobody; a queue that does not exist is an error of the configuration, and logged.
 */
async function receptionQueue(
  { configuration, log }: OpenTicketDeps,
  { id: channelId, reception }: Channel,
): Promise<Queue | undefined> {
  if (reception.kind === "none") return undefined;
  const { queueId } = reception;
  const queue = await configuration.queue(queueId);
  if (queue === undefined) {
    log.error("reception names a queue that does not exist", { channelId, queueId });
    return undefined;
  }
  const sector = await configuration.sector(queue.sectorId);
  const takes = sector?.active === true && sector.removing === null && queue.removing === null;
  return takes ? queue : undefined;
}
