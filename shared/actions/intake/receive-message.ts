import { HeadItem, ProviderMessageItem } from "../../contracts/stored/shapes.ts";
import { type Sender, addressClaims, contactChanges, whoHas } from "./sender.ts";
import { type Store, absent, put } from "../../ports/store.ts";
import type { Clock, Log, Random } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Entry, Ticket } from "../../contracts/tickets.ts";
import type { Channel } from "../../contracts/organisation.ts";
import type { Command } from "../../domain/ticket/decide.ts";
import type { ContactId } from "../../contracts/ids.ts";
import type { Claim, RecentTickets } from "./recent-tickets.ts";
import type { ParsedMessage } from "../../domain/whatsapp/message.ts";
import type { Time } from "../../contracts/values.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { isNotice } from "../../domain/whatsapp/notice.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { openingEntries } from "./open-ticket.ts";
import { receiveFurther } from "../reception/receive.ts";
import { ratingBy } from "../survey/rate-ticket.ts";
import { transition } from "../timeline/transition.ts";
import { hasNoRoom, wakeCommand, wakeTerms } from "../snooze/waking.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface ReceiveMessageDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly configuration: Configuration;
  readonly log: Log;
  /** Without it every message looks its sender up. */
  readonly recent?: RecentTickets;
}

const providerId = "provider id";

/**
 * Stores one message of a contact exactly once: on the contact's open ticket of this channel, which wakes if it is put
 * away; on a closed one, where it answers that one's survey; or on a new one, which
 * goes where the channel's reception says. One transaction, so a message is never stored without its ticket. A notice of
 * WhatsApp's own opens no ticket: `no-ticket` says that it belongs to none. Nor does one open on a channel whose removal
 * has closed it: `no-channel`. Where the contact is put follows from the configuration as it is remembered, and no record
 * of it takes part in the transaction: DynamoDB refuses transactions that meet in an item, so newcomers would refuse each
 * other. Whoever removes a queue or channel waits until nobody remembers it as it was. For a contact who is blocked no ticket
 * opens either: `blocked`. Of their message only its id is kept, so that it opens none when it comes again after they are unblocked.
 */
export async function receiveMessage(
  deps: ReceiveMessageDeps,
  channel: Channel,
  parsed: ParsedMessage,
): Promise<"stored" | "duplicate" | "no-ticket" | "no-channel" | "blocked"> {
  const claims = addressClaims(parsed.message.address);
  let toAgent = true;
  return untilSettled(
    async (round) => {
      const now = deps.clock.now();
      const sender = await whoWrites(deps, channel, claims, parsed, round === 0);
      const contactId = sender.contactId ?? (`con_${deps.random.ulid(now)}` as ContactId);
      const before = sender.ticket;
      if (before === null && isNotice(parsed.message.content)) return "no-ticket";
      const current = before === null ? await channelNow(deps, channel) : channel;
      if (current === undefined) return "no-channel";
      const isNew = sender.contactId === undefined;
      const from = { contactId, channelId: channel.id, message: parsed.message, now };
      const rating = isNew ? undefined : await ratingBy(deps, { ...from, isAttended: before !== null });
      const opening = { channel: current, parsed, contactId, isNew, now };
      const entries =
        rating?.entries ??
        (before === null
          ? await openingEntries(deps, opening)
          : await followingEntries(deps, channel, parsed, before, now, toAgent));
      const seen = { channelId: channel.id, providerId: parsed.message.providerId, at: now };
      if (entries === "blocked") {
        await deps.store.commit([
          put(providerId, ProviderMessageItem, { ...seen, ticketId: null, number: null }, absent),
        ]);
        return "blocked";
      }
      const terms = rating === undefined && before?.phase === "snoozed" ? wakeTerms(before) : undefined;
      const { after, changes } = transition(rating?.ticket ?? before, entries, terms);
      const number = entries.find((entry) => entry.type === "message")?.number ?? after.version;
      const record = { ...seen, ticketId: after.id, number };
      await deps.store.commit([
        // A message that was stored before fails here: looking for it first would cost every message a read.
        put(providerId, ProviderMessageItem, record, absent),
        ...changes,
        ...(rating?.changes ?? []),
        ...contactChanges(
          {
            ...{ contactId, name: parsed.contactName, address: parsed.message.address },
            wabaId: channel.kind === "whatsapp" ? channel.wabaId : undefined,
          },
          sender,
          now,
        ),
      ]);
      if (rating === undefined) deps.recent?.remember(channel.id, claims, after.id);
      return "stored";
    },
    (failure) => {
      if (hasNoRoom(failure)) toAgent = false;
      return failure.on(providerId) ? "duplicate" : undefined;
    },
  );
}

/** The channel on which a ticket is about to open: `channel` may be long out of date. None opens where removal closed it. */
async function channelNow(
  { configuration }: ReceiveMessageDeps,
  { id }: Channel,
): Promise<Channel | undefined> {
  const channel = (await configuration.channels()).find((it) => it.id === id);
  return channel?.removing?.stage === "closed" ? undefined : channel;
}

/**
 * Finds the sender. The first look begins at the ticket they last wrote to and may be stale, which costs a half: what it
 * misses, the conditions of the commit catch.
 */
async function whoWrites(
  { store, recent }: ReceiveMessageDeps,
  channel: Channel,
  claims: readonly Claim[],
  { message }: ParsedMessage,
  isFirstLook: boolean,
): Promise<Sender> {
  const consistency = isFirstLook ? "eventual" : "strong";
  const ticketId = isFirstLook ? recent?.of(channel.id, claims) : undefined;
  const ticket = ticketId && (await store.get(HeadItem, keys.head(ticketId), { consistency }));
  if (ticket && ticket.phase !== "closed") return { contactId: ticket.contactId, ticket, newClaims: [] };
  return whoHas(store, channel, claims, consistency, isNotice(message.content));
}

/**
 * What a message adds to a ticket that lives: one that is put away wakes, to who did so where `toAgent`; for one without a queue the
 * reception goes on, with the channel as it is by now.
 */
async function followingEntries(
  deps: ReceiveMessageDeps,
  known: Channel,
  { message }: ParsedMessage,
  before: Ticket,
  now: Time,
  toAgent: boolean,
): Promise<readonly Entry[]> {
  const receive: Command = { do: "receive", message };
  if (before.phase === "bot") {
    const channel = (await deps.configuration.channels()).find(({ id }) => id === known.id) ?? known;
    return decideAll(
      before,
      [receive, ...(await receiveFurther(deps, before, { channel, message, now }))],
      now,
    );
  }
  if (before.phase !== "snoozed" || isNotice(message.content)) return decideAll(before, [receive], now);
  const waking = { by: { kind: "contact" }, because: "contact" } as const;
  return decideAll(before, [receive, await wakeCommand(deps, before, waking, toAgent)], now);
}
