import {
  AddressItem,
  ContactItem,
  HeadItem,
  OpenTicketItem,
  ProviderMessageItem,
} from "../../contracts/stored/shapes.ts";
import { type Change, type Store, absent, put } from "../../ports/store.ts";
import type { Clock, Log, Random } from "../../ports/ports.ts";
import { type Configuration, lookUp } from "../configuration/configuration.ts";
import type { Entry, Ticket } from "../../contracts/tickets.ts";
import type { Address } from "../../contracts/stored/shapes.ts";
import type { Channel } from "../../contracts/organisation.ts";
import { type Command, decide } from "../../domain/ticket/decide.ts";
import type { ContactId, TicketId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { ParsedMessage } from "../../domain/whatsapp/message.ts";
import type { Time, WhatsAppAddress } from "../../contracts/values.ts";
import { apply } from "../../domain/ticket/apply.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { newProtocol } from "../timeline/protocol.ts";
import { phoneMatchKey } from "../../domain/phone.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface ReceiveMessageDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly configuration: Configuration;
  readonly log: Log;
}

const providerId = "provider id";

/**
 * Stores one message of a contact exactly once: on the contact's open ticket of this channel, or on a new one, which
 * goes where the channel's reception says. One transaction, so a message is never stored without its ticket.
 */
export async function receiveMessage(
  deps: ReceiveMessageDeps,
  channel: Channel,
  parsed: ParsedMessage,
): Promise<"stored" | "duplicate"> {
  const claims = addressClaims(parsed.message.address);
  return untilSettled(
    async (round) => {
      // The first look may be stale and costs half: what it misses, the conditions of the commit catch.
      const consistency = round === 0 ? "eventual" : "strong";
      const [seen, ...owners] = await deps.store.getMany<[{ ticketId: TicketId }, ...Address[]]>(
        [
          { shape: ProviderMessageItem, key: keys.providerMessage(channel.id, parsed.message.providerId) },
          ...claims.map((claim) => ({ shape: AddressItem, key: keys.address(claim.kind, claim.matchKey) })),
        ],
        { consistency },
      );
      if (seen !== undefined) return "duplicate";
      const known = owners.find((owner) => owner !== undefined)?.contactId;
      const now = deps.clock.now();
      const contactId = known ?? (`con_${deps.random.ulid(now)}` as ContactId);
      const before = known === undefined ? null : await openTicket(deps.store, known, channel);
      const entries = await decideEntries(deps, channel, parsed, before, contactId, now);
      const { after, changes } = transition(before, entries);
      const number = entries.find((entry) => entry.type === "message")?.number ?? after.version;
      const record = {
        channelId: channel.id,
        providerId: parsed.message.providerId,
        ticketId: after.id,
        number,
        at: now,
      };
      await deps.store.commit([
        put(providerId, ProviderMessageItem, record, absent),
        ...changes,
        ...contactChanges(parsed, contactId, known === undefined, claims, owners, now),
      ]);
      return "stored";
    },
    (failure) => (failure.on(providerId) ? "duplicate" : undefined),
  );
}

/** The contact's ticket on this channel that is not closed. The lock is deleted with the closing, so it names no other. */
async function openTicket(store: Store, contactId: ContactId, channel: Channel): Promise<Ticket | null> {
  const lock = await store.get(OpenTicketItem, keys.openTicket(contactId, channel.id));
  if (lock === undefined) return null;
  const head = await store.get(HeadItem, keys.head(lock.ticketId));
  return head === undefined || head.phase === "closed" ? null : head;
}

async function decideEntries(
  deps: ReceiveMessageDeps,
  channel: Channel,
  parsed: ParsedMessage,
  before: Ticket | null,
  contactId: ContactId,
  now: Time,
): Promise<readonly Entry[]> {
  const { message, contactName } = parsed;
  const receive: Command = { do: "receive", message };
  if (before !== null) return decideAll(before, [receive], now);
  const ticketId = `tkt_${deps.random.ulid(now)}` as TicketId;
  const { address } = message;
  const open: Command = { do: "open", ticketId, contactId, contactName, channelId: channel.id, address };
  return decideAll(null, [open, receive, ...(await receptionCommands(deps, channel, now))], now);
}

async function receptionCommands(
  deps: ReceiveMessageDeps,
  channel: Channel,
  now: Time,
): Promise<readonly Command[]> {
  const { reception } = channel;
  if (reception.kind === "none") return [];
  const queue = await lookUp(deps.configuration.queues, (it) => it.id === reception.queueId);
  if (queue === undefined) {
    deps.log.error("reception names a queue that does not exist", {
      channelId: channel.id,
      queueId: reception.queueId,
    });
    return [];
  }
  const protocol = newProtocol(deps.random, now);
  return [{ do: "enqueue", protocol, sectorId: queue.sectorId, queueId: queue.id, priority: 0 }];
}

function decideAll(before: Ticket | null, commands: readonly Command[], now: Time): readonly Entry[] {
  let state = before;
  return commands.flatMap((command) => {
    const entries = decide(state, command, now);
    if (entries instanceof DeskError) throw entries;
    state = entries.reduce<Ticket | null>(apply, state);
    return entries;
  });
}

type Claim = Omit<Address, "contactId">;

/** By which keys a sender is known: the user id counts first, because a phone can change hands. */
const addressClaims = ({ phone, userId }: WhatsAppAddress): readonly Claim[] => [
  ...(userId === undefined ? [] : [{ kind: "whatsapp-user" as const, matchKey: userId }]),
  ...(phone === undefined ? [] : [{ kind: "whatsapp-phone" as const, matchKey: phoneMatchKey(phone) }]),
];

function contactChanges(
  parsed: ParsedMessage,
  contactId: ContactId,
  isNew: boolean,
  claims: readonly Claim[],
  owners: readonly (Address | undefined)[],
  now: Time,
): readonly Change[] {
  const contact = { id: contactId, name: parsed.contactName, createdAt: now };
  return [
    ...(isNew ? [put("contact", ContactItem, contact, absent)] : []),
    ...claims.flatMap((claim, index) =>
      owners[index] === undefined
        ? [put(`address ${claim.kind}`, AddressItem, { ...claim, contactId }, absent)]
        : [],
    ),
  ];
}
