import { AddressItem, ContactItem, HeadItem, OpenTicketItem } from "../../contracts/stored/shapes.ts";
import { type Change, type Store, absent, equals, put, update, versionIs } from "../../ports/store.ts";
import type { ChannelId, ContactId } from "../../contracts/ids.ts";
import type { Address } from "../../contracts/stored/shapes.ts";
import type { Contact } from "../../contracts/contacts.ts";
import type { Claim } from "./recent-tickets.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { Time, WhatsAppAddress } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { newContact } from "../contacts/new-contact.ts";
import { phoneMatchKey } from "../../domain/phone.ts";

/** The record of a phone. */
type Phone = Extract<Address, { readonly kind: "whatsapp-phone" }>;

/** Who is behind an address on a channel, as far as the desk knows. */
export interface Sender {
  /** Undefined for somebody new. */
  readonly contactId: ContactId | undefined;
  /** The ticket on this channel that is not closed. */
  readonly ticket: Ticket | null;
  /** Addresses nobody has yet. */
  readonly newClaims: readonly Claim[];
  /** The phone as it is known, where it is told by now with a user id that is not on record: it is this contact's from then on. */
  readonly phone?: Phone | undefined;
  /** Whose the phone was until then, where they are somebody else. */
  readonly former?: Contact | undefined;
}

/** By which keys somebody is known: the user id counts first, because a phone can change hands. */
export const addressClaims = ({ phone, userId }: WhatsAppAddress): readonly Claim[] => [
  ...(userId === undefined ? [] : [{ kind: "whatsapp-user" as const, matchKey: userId }]),
  ...(phone === undefined ? [] : [{ kind: "whatsapp-phone" as const, matchKey: phoneMatchKey(phone) }]),
];

/**
 * Finds who has these addresses. A phone is its contact's unless it comes with an unknown user id while the same WhatsApp Business
 * Account told another one for it: then it changed hands, and whoever writes is somebody new. `isNotice`: WhatsApp itself tells of
 * the contact, whose user id may have changed. What an eventual look misses, the conditions of the commit catch.
 */
export async function whoHas(
  store: Store,
  { id: channelId, wabaId }: { readonly id: ChannelId; readonly wabaId?: string },
  claims: readonly Claim[],
  consistency: "eventual" | "strong",
  isNotice = false,
): Promise<Sender> {
  const owners = await store.getMany<Address[]>(
    claims.map((claim) => ({ shape: AddressItem, key: keys.address(claim.kind, claim.matchKey) })),
    { consistency },
  );
  const newClaims = claims.filter((_, index) => owners[index] === undefined);
  const user = claims.find(({ kind }) => kind === "whatsapp-user");
  const owner = owners.find((it) => it !== undefined);
  const phone = owners.find((it) => it?.kind === "whatsapp-phone");
  const told = wabaId === undefined ? undefined : phone?.userIds[wabaId];
  const isAnother = user !== undefined && told !== undefined && told !== user.matchKey;
  const changedHands = phone !== undefined && owner === phone && isAnother && !isNotice;
  const contactId = changedHands ? undefined : owner?.contactId;
  const isOnRecord = user === undefined || wabaId === undefined || told !== undefined;
  return {
    contactId,
    ticket: contactId === undefined ? null : await liveTicketOf(store, contactId, channelId),
    newClaims,
    ...(changedHands && {
      phone,
      former: await store.get(ContactItem, keys.contact(phone.contactId)),
    }),
    ...(!isOnRecord && phone?.contactId === contactId && { phone }),
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
 * What is written of somebody who turns up: their record where there is none, the addresses nobody had, and a phone that is
 * theirs by now. Where those are of somebody known, the record says from then on that they write from there.
 */
export function contactChanges(
  who: {
    readonly contactId: ContactId;
    readonly name: string;
    readonly address: WhatsAppAddress;
    readonly wabaId: string | undefined;
  },
  sender: Pick<Sender, "contactId" | "newClaims" | "phone" | "former">,
  now: Time,
): readonly Change[] {
  const { contactId: id, name, address, wabaId } = who;
  const { former } = sender;
  const { phone, userId } = address;
  const userIds = wabaId === undefined || userId === undefined ? {} : { [wabaId]: userId };
  const claimed = [
    ...sender.newClaims.map((claim) =>
      put(`address ${claim.kind}`, AddressItem, addressOf(claim, id, userIds), absent),
    ),
    ...phoneChanges(id, userIds, sender.phone),
    // Whoever had the phone is not written to on it any more.
    ...(former === undefined || !isPhone(former.phone, sender.phone) ? [] : [phoneless(former)]),
  ];
  if (sender.contactId === undefined) {
    return [put("contact", ContactItem, newContact({ id, name, address }, now), absent), ...claimed];
  }
  if (sender.newClaims.length === 0) return claimed;
  const set: [["phone" | "userId"], string][] = [
    ...(phone === undefined ? [] : [[["phone"], phone] satisfies [["phone"], string]]),
    ...(userId === undefined ? [] : [[["userId"], userId] satisfies [["userId"], string]]),
  ];
  const moved = update("contact", ContactItem, keys.contact(id), { set, add: [[["version"], 1]] });
  return [moved, ...claimed];
}

const isPhone = (phone: string | null, { matchKey } = { matchKey: "" }): boolean =>
  phone !== null && phoneMatchKey(phone) === matchKey;

const phoneless = ({ id, phone }: Contact): Change =>
  update(
    "former contact",
    ContactItem,
    keys.contact(id),
    { set: [[["phone"], null]], add: [[["version"], 1]] },
    equals(["phone"], phone),
  );

/** An address as it is first recorded. */
export const addressOf = (
  { kind, matchKey }: Claim,
  contactId: ContactId,
  userIds: Phone["userIds"] = {},
): Address =>
  kind === "whatsapp-user"
    ? { kind, matchKey, contactId }
    : { kind, matchKey, contactId, version: 1, userIds };

/** The phone as it is from now on. What other accounts told of it holds as long as it is the same person's. */
function phoneChanges(
  contactId: ContactId,
  userIds: Phone["userIds"],
  phone: Phone | undefined,
): readonly Change[] {
  if (phone === undefined) return [];
  const kept = phone.contactId === contactId ? phone.userIds : {};
  const next = { ...phone, contactId, version: phone.version + 1, userIds: { ...kept, ...userIds } };
  return [put("address whatsapp-phone", AddressItem, next, versionIs(phone.version))];
}
