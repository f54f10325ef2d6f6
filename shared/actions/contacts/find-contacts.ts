import { AddressItem, ContactItem, contactsFrom, foldedName } from "../../contracts/stored/shapes.ts";
import { type ContactDeps, assertViewsContacts, shown } from "./contact.ts";
import { keys, places } from "../../contracts/stored/keys.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { Address } from "../../contracts/stored/shapes.ts";
import type { Contact } from "../../contracts/contacts.ts";
import { ContactId } from "../../contracts/ids.ts";
import type { CursorSeal } from "../../ports/cursors.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import { phoneKeys } from "../../domain/contact.ts";

/**
 * A page of contacts, in order of name: all, or those whose name begins as `q` does, or, where `q` is the phone of somebody, that
 * one. A contact who is renamed meanwhile may be met under both names; everybody else is met exactly once. FORBIDDEN for an agent
 * without the permission.
 */
export async function listContacts(
  deps: ContactDeps & { readonly cursors: CursorSeal },
  query: {
    readonly actor: Actor;
    readonly q?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<{ readonly items: Contact[]; readonly cursor: string | null }> {
  const { actor, q = "", cursor, limit } = query;
  assertViewsContacts(actor);
  const scope = { list: "contacts", actor: actor.id, q };
  const behind = openCursor(deps.cursors, cursor, scope);
  const settings = await deps.configuration.settings();
  const reached = behind === undefined ? await contactsByPhone(deps.store, q) : [];
  if (reached.length > 0) return { items: await shown(deps, settings, reached), cursor: null };
  const found = await contactsByName(deps.store, q, behind, limit);
  return {
    items: await shown(deps, settings, found.contacts),
    cursor: sealCursor(deps.cursors, found.next, scope),
  };
}

/** Whom a phone belongs to that a person typed: nobody, one, or two where it may be a number of home and one of abroad. */
async function contactsByPhone(store: Store, text: string): Promise<readonly Contact[]> {
  const owners = await store.getMany<Address[]>(
    phoneKeys(text).map((key) => ({ shape: AddressItem, key: keys.address("whatsapp-phone", key) })),
  );
  const ids = new Set(owners.flatMap((owner) => (owner === undefined ? [] : [owner.contactId])));
  const contacts = await store.getMany<Contact[]>(
    [...ids].map((id) => ({ shape: ContactItem, key: keys.contact(id) })),
  );
  return contacts.filter((it) => it !== undefined);
}

/** Contacts whose name begins so, behind a place in the list. An index lags: who has another name by now is passed over. */
async function contactsByName(
  store: Store,
  beginning: string,
  behind: string | undefined,
  limit: number,
): Promise<{ readonly contacts: readonly Contact[]; readonly next: string | undefined }> {
  const prefix = contactsFrom(beginning);
  const folded = foldedName(beginning);
  const contacts: Contact[] = [];
  let after = behind;
  do {
    const { pointers, next } = await store.find(1, {
      ...{ pk: places.contacts, limit: limit - contacts.length },
      ...(prefix === "" ? {} : { prefix }),
      ...(after === undefined ? {} : { after }),
    });
    const records = await store.getMany<Contact[]>(pointers.map((key) => ({ shape: ContactItem, key })));
    for (const [index, contact] of records.entries()) {
      if (contact === undefined || placeOf(contact) !== pointers[index]?.sort) continue;
      if (foldedName(contact.name).startsWith(folded)) contacts.push(contact);
    }
    after = next?.sort;
  } while (after !== undefined && contacts.length < limit);
  return { contacts, next: after };
}

const placeOf = (contact: Contact): string | undefined => ContactItem.indexes?.(contact).gsi1sk;

/** More bearers of one name than this are not told apart by it. */
const mostNamesakes = 20;

/**
 * Whom a text names: a contact's id, their phone however it is written, or their name in full. BAD_REQUEST for a name that more than
 * twenty have.
 */
export async function contactsNamed(store: Store, text: string): Promise<readonly ContactId[]> {
  const id = ContactId.safeParse(text);
  if (id.success) return [id.data];
  const reached = await contactsByPhone(store, text);
  if (reached.length > 0) return reached.map((contact) => contact.id);
  const folded = foldedName(text);
  // Who has exactly this name comes before all whose name goes on.
  const { contacts } = await contactsByName(store, text, undefined, mostNamesakes + 1);
  const namesakes = contacts.filter(({ name }) => foldedName(name) === folded);
  if (namesakes.length > mostNamesakes) {
    throw new DeskError("BAD_REQUEST", { reason: "too many have this name: give an id or a phone" });
  }
  return namesakes.map((contact) => contact.id);
}
