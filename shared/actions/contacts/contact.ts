import type { AgentListing } from "../../contracts/stored/shapes.ts";
import { AgentListingItem, ContactItem, HeadItem, OpenTicketItem } from "../../contracts/stored/shapes.ts";
import { type Actor, mayMark } from "../../domain/authorisation.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Contact } from "../../contracts/contacts.ts";
import type { ContactId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Settings } from "../../contracts/settings.ts";
import type { Store } from "../../ports/store.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { fitting } from "../../domain/contact.ts";

export interface ContactDeps {
  readonly store: Store;
  readonly configuration: Configuration;
}

/** Whether the person sees contacts as such, and not only those of tickets that they hold. */
const mayViewContacts = (actor: Actor): boolean => actor.role !== "agent" || actor.permissions.viewContacts;

/** FORBIDDEN for an agent without the permission `viewContacts`. */
export function assertViewsContacts(actor: Actor): void {
  if (!mayViewContacts(actor)) throw new DeskError("FORBIDDEN", { permission: "viewContacts" });
}

/**
 * The contact's record, as stored, for who may see it: anybody who sees contacts, and whoever holds a ticket of theirs. NOT_FOUND
 * when there is none, and when it is not theirs to see.
 */
export async function contactFor(store: Store, actor: Actor, contactId: ContactId): Promise<Contact> {
  const contact = await store.get(ContactItem, keys.contact(contactId));
  if (contact === undefined || !(mayViewContacts(actor) || (await holdsTicketOf(store, actor, contactId)))) {
    throw new DeskError("NOT_FOUND");
  }
  return contact;
}

/** Whether the person holds a live ticket of the contact: one lock and one head for each channel on which they have one. */
export async function holdsTicketOf(store: Store, actor: Actor, contactId: ContactId): Promise<boolean> {
  const { items } = await store.query(OpenTicketItem, {
    ...{ pk: partitions.contact(contactId), prefix: prefixes.openTickets, limit: 100 },
  });
  const heads = await store.getMany<Ticket[]>(
    items.map(({ ticketId }) => ({ shape: HeadItem, key: keys.head(ticketId) })),
  );
  return heads.some((head) => head !== undefined && head.phase !== "closed" && mayMark(actor, head));
}

/**
 * Records as they are shown: with those fields only that the settings define and allow, and without a linked agent who was
 * removed. The values themselves stay in the record: a field that is defined again has them again.
 */
export async function shown(
  { store }: { readonly store: Store },
  { contactFields }: Pick<Settings, "contactFields">,
  contacts: readonly Contact[],
): Promise<Contact[]> {
  const linked = [...new Set(contacts.flatMap(({ linkedAgentId: id }) => (id === null ? [] : [id])))];
  const agents = await store.getMany<AgentListing[]>(
    linked.map((agentId) => ({ shape: AgentListingItem, key: keys.agentListing(agentId) })),
    { consistency: "eventual" },
  );
  const there = new Set(agents.flatMap((agent) => (agent === undefined ? [] : [agent.agentId])));
  return contacts.map((contact) => {
    const { linkedAgentId: id } = contact;
    const linkedAgentId = id !== null && there.has(id) ? id : null;
    return { ...contact, linkedAgentId, fields: { ...fitting(contactFields, contact.fields) } };
  });
}

/** One record as it is shown. */
export async function shownOne(
  deps: { readonly store: Store },
  settings: Pick<Settings, "contactFields">,
  contact: Contact,
): Promise<Contact> {
  const [one = contact] = await shown(deps, settings, [contact]);
  return one;
}

/** A contact whom the person may see. NOT_FOUND as contactFor. */
export async function readContact(
  deps: ContactDeps,
  { actor, contactId }: { readonly actor: Actor; readonly contactId: ContactId },
): Promise<Contact> {
  const contact = await contactFor(deps.store, actor, contactId);
  return shownOne(deps, await deps.configuration.settings(), contact);
}

/** A contact as the audit tells of them: not where they are reached. */
export const audited = ({ phone: _, userId: _userId, ...contact }: Contact): object => contact;
