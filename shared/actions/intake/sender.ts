import { AddressItem, ContactItem, HeadItem, OpenTicketItem } from "../../contracts/stored/shapes.ts";
import { type Change, type Store, absent, put, update } from "../../ports/store.ts";
import type { ChannelId, ContactId } from "../../contracts/ids.ts";
import type { Address } from "../../contracts/stored/shapes.ts";
import type { Claim } from "./recent-tickets.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { Time, WhatsAppAddress } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { newContact } from "../contacts/new-contact.ts";
import { phoneMatchKey } from "../../domain/phone.ts";

/** Who is behind an address on a channel, as far as the desk knows. */
export interface Sender {
  /** Undefined for somebody new. */
  readonly contactId: ContactId | undefined;
  /** The ticket on this channel that is not closed. */
  readonly ticket: Ticket | null;
  /** Addresses nobody has yet. */
  readonly newClaims: readonly Claim[];
}

/** By which keys somebody is known: the user id counts first, because a phone can change hands. */
export const addressClaims = ({ phone, userId }: WhatsAppAddress): readonly Claim[] => [
  ...(userId === undefined ? [] : [{ kind: "whatsapp-user" as const, matchKey: userId }]),
  ...(phone === undefined ? [] : [{ kind: "whatsapp-phone" as const, matchKey: phoneMatchKey(phone) }]),
];

/** Finds who has these addresses. What an eventual look misses, the conditions of the commit catch. */
export async function whoHas(
  store: Store,
  channelId: ChannelId,
  claims: readonly Claim[],
  consistency: "eventual" | "strong",
): Promise<Sender> {
  const owners = await store.getMany<Address[]>(
    claims.map((claim) => ({ shape: AddressItem, key: keys.address(claim.kind, claim.matchKey) })),
    { consistency },
  );
  const contactId = owners.find((owner) => owner !== undefined)?.contactId;
  return {
    contactId,
    ticket: contactId === undefined ? null : await liveTicketOf(store, contactId, channelId),
    newClaims: claims.filter((_, index) => owners[index] === undefined),
  };
}

/** The contact's ticket on this channel that is not closed. The lock is deleted with the closing, so it names no other. */
export async function liveTicketOf(
  store: Store,
  contactId: ContactId,
  channelId: ChannelId,
): Promise<Exclude<Ticket, { phase: "closed" }> | null> {
  const lock = await store.get(OpenTicketItem, keys.openTicket(contactId, channelId));
  if (lock === undefined) return null;
  const head = await store.get(HeadItem, keys.head(lock.ticketId));
  return head === undefined || head.phase === "closed" ? null : head;
}

/**
 * What is written of somebody who turns up: their record where there is none, and the addresses nobody had. Where those are of
 * somebody known, the record says from then on that they write from there.
 */
export function contactChanges(
  who: { readonly contactId: ContactId; readonly name: string; readonly address: WhatsAppAddress },
  sender: Pick<Sender, "contactId" | "newClaims">,
  now: Time,
): readonly Change[] {
  const { contactId: id, name, address } = who;
  const claimed = sender.newClaims.map((claim) =>
    put(`address ${claim.kind}`, AddressItem, { ...claim, contactId: id }, absent),
  );
  if (sender.contactId === undefined) {
    return [put("contact", ContactItem, newContact({ id, name, address }, now), absent), ...claimed];
  }
  if (claimed.length === 0) return [];
  const { phone, userId } = address;
  const set: [["phone" | "userId"], string][] = [
    ...(phone === undefined ? [] : [[["phone"], phone] satisfies [["phone"], string]]),
    ...(userId === undefined ? [] : [[["userId"], userId] satisfies [["userId"], string]]),
  ];
  const moved = update("contact", ContactItem, keys.contact(id), { set, add: [[["version"], 1]] });
  return [moved, ...claimed];
}
