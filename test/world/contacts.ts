import type { Contact } from "../../shared/contracts/contacts.ts";
import type { Entry } from "../../shared/contracts/tickets.ts";
import { Violation } from "./violation.ts";

/** Contacts as the table's stream tells them, and what was not heard of them because they are blocked. */
export function createContactShadow() {
  const contacts = new Map<string, Contact>();
  /** The commit with which each contact who is blocked came to be so. */
  const blockedWith = new Map<string, number>();
  const everBlocked = new Set<string>();
  /** Messages of blocked contacts, by channel and provider id. */
  const refused = new Set<string>();
  let commits = 0;

  const takeContact = (contact: Contact): void => {
    contacts.set(contact.id, contact);
    if (contact.blocked === null) blockedWith.delete(contact.id);
    else if (!blockedWith.has(contact.id)) blockedWith.set(contact.id, commits);
    if (contact.blocked !== null) everBlocked.add(contact.id);
  };

  return {
    contacts: contacts as ReadonlyMap<string, Contact>,
    refused: refused as ReadonlySet<string>,
    /** Whether the contact was ever blocked. */
    wasBlocked: (contactId: string): boolean => everBlocked.has(contactId),
    /** How many commits were taken in so far. */
    commits: (): number => commits,
    /** Another commit is about to be taken in. */
    begin: (): void => void (commits += 1),
    take: (kind: unknown, value: Readonly<Record<string, unknown>>): void => {
      if (kind === "contact") takeContact(value as unknown as Contact);
      if (kind === "provider-message" && value["ticketId"] === null)
        refused.add(`${String(value["channelId"])}/${String(value["providerId"])}`);
    },
    /** Nothing opens for a contact who was blocked before whoever opens it began (with that many commits made). */
    checkOpened: (entry: Entry, begunAfter: number): void => {
      if (entry.type !== "opened") return;
      const since = blockedWith.get(entry.contactId);
      if (since !== undefined && since <= begunAfter)
        throw new Violation("blocked", `${entry.ticketId} opened for ${entry.contactId}, who is blocked`);
    },
  };
}
