import { type Change, type Store, update } from "../../ports/store.ts";
import type { ChannelId, ContactId } from "../../contracts/ids.ts";
import type { Clock, Random } from "../../ports/ports.ts";
import { type Sender, addressClaims, contactChanges, liveTicketOf, whoHas } from "../intake/sender.ts";
import type { Contact } from "../../contracts/contacts.ts";
import { ContactItem } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { FieldValues } from "../../domain/contact.ts";
import type { NewContact } from "../../contracts/routes/opening.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { WhatsAppChannel } from "../../contracts/organisation.ts";
import type { Time, WhatsAppAddress } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";

type Live = Exclude<Ticket, { phase: "closed" }>;

/** Whom a ticket is to be opened with. */
export interface Meant {
  readonly contactId: ContactId;
  readonly name: string;
  readonly address: WhatsAppAddress;
  /** Their record; undefined for somebody new. */
  readonly contact: Contact | undefined;
  /** Their ticket on the channel that is not closed. */
  readonly live: Live | null;
  /** What is written of them with their ticket: their record and addresses nobody had. */
  changes(now: Time): readonly Change[];
}

/**
 * Finds the contact that a request names, by id or by an address, in which case somebody new is made of it: by the same claims as
 * somebody who writes, so that whoever comes first makes the contact and the other finds it. NOT_FOUND for an id that is
 * nobody's, BAD_REQUEST for somebody without an address on WhatsApp.
 */
export async function whoIsMeant(
  deps: { readonly store: Store; readonly clock: Clock; readonly random: Random },
  channel: Pick<WhatsAppChannel, "id" | "wabaId">,
  wanted: NewContact,
  isFirstLook: boolean,
): Promise<Meant> {
  if (wanted.kind === "known") return knownContact(deps.store, channel.id, wanted.contactId);
  const { address, name } = wanted;
  const sender = await whoHas(
    deps.store,
    channel,
    addressClaims(address),
    isFirstLook ? "eventual" : "strong",
  );
  const contact =
    sender.contactId === undefined
      ? undefined
      : await deps.store.get(ContactItem, keys.contact(sender.contactId));
  const contactId = sender.contactId ?? (`con_${deps.random.ulid(deps.clock.now())}` as ContactId);
  return {
    ...{ contactId, contact, name: contact?.name || name, address, live: liveOf(sender) },
    changes: (now) => contactChanges({ contactId, name, address, wabaId: channel.wabaId }, sender, now),
  };
}

const liveOf = ({ ticket }: Sender): Live | null =>
  ticket === null || ticket.phase === "closed" ? null : ticket;

async function knownContact(store: Store, channelId: ChannelId, contactId: ContactId): Promise<Meant> {
  const contact = await store.get(ContactItem, keys.contact(contactId));
  if (contact === undefined) throw new DeskError("NOT_FOUND", { contactId });
  const live = await liveTicketOf(store, contactId, channelId);
  const { name, phone, userId } = contact;
  const known = { ...(phone === null ? {} : { phone }), ...(userId === null ? {} : { userId }) };
  const address = live?.address ?? known;
  if (address.phone === undefined && address.userId === undefined)
    throw new DeskError("BAD_REQUEST", { reason: "the contact has no address on this channel" });
  return { contactId, contact, name, address, live, changes: () => [] };
}

/** CONTACT_BLOCKED for somebody with whom no ticket is to open. */
export function assertNotBlocked({ contact, contactId }: Meant): void {
  if (contact !== undefined && contact.blocked !== null)
    throw new DeskError("CONTACT_BLOCKED", { contactId });
}

/**
 * The same changes with values for the contact's fields. They go into the change of the record that there is, because an item may be
 * in a transaction only once.
 */
export function withFields(
  changes: readonly Change[],
  contactId: ContactId,
  fields: FieldValues,
): readonly Change[] {
  const set = Object.entries(fields).map(([key, value]) => [["fields", key], value] as const);
  if (set.length === 0) return changes;
  const record = changes.find(({ name }) => name === "contact");
  if (record === undefined) {
    return [
      ...changes,
      update("contact", ContactItem, keys.contact(contactId), { set, add: [[["version"], 1]] }),
    ];
  }
  return changes.map((change) => {
    if (change !== record) return change;
    if (change.do === "update") return { ...change, set: [...change.set, ...set] };
    return change.do === "put" ? { ...change, value: { ...(change.value as Contact), fields } } : change;
  });
}
