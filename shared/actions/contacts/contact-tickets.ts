import { type Actor, maySee } from "../../domain/authorisation.ts";
import { potentialsOf } from "../tickets/list-history.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { ContactId } from "../../contracts/ids.ts";
import type { CursorSeal } from "../../ports/cursors.ts";
import { HeadItem } from "../../contracts/stored/shapes.ts";
import type { Store } from "../../ports/store.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { contactFor } from "./contact.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import { places } from "../../contracts/stored/keys.ts";

/** Heads looked at for one page: a page may be short although more follows. */
const mostRead = 500;

/**
 * Tickets of a contact whom the person may see, newest first, as far as they may see them; a page may be short although the cursor
 * goes on. NOT_FOUND as contactFor.
 */
export async function listContactTickets(
  deps: { readonly store: Store; readonly configuration: Configuration; readonly cursors: CursorSeal },
  query: {
    readonly actor: Actor;
    readonly contactId: ContactId;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<{ readonly items: Ticket[]; readonly cursor: string | null }> {
  const { actor, contactId, cursor, limit } = query;
  await contactFor(deps.store, actor, contactId);
  const scope = { list: "contact-tickets", actor: actor.id, contactId };
  let before = openCursor(deps.cursors, cursor, scope);
  const isPotentialOfTheirs = await potentialsOf(deps, actor);
  const shows = (head: Ticket): boolean =>
    maySee(actor, head) && (head.phase !== "closed" || isPotentialOfTheirs(head));
  const items: Ticket[] = [];
  let read = 0;
  do {
    const { pointers, next } = await deps.store.find(2, {
      ...{ pk: places.ofContact(contactId), descending: true, limit: limit - items.length },
      ...(before === undefined ? {} : { before }),
    });
    const heads = await deps.store.getMany<Ticket[]>(pointers.map((key) => ({ shape: HeadItem, key })));
    items.push(...heads.filter((head): head is Ticket => head !== undefined && shows(head)));
    read += pointers.length;
    before = next?.sort;
  } while (before !== undefined && items.length < limit && read < mostRead);
  return { items, cursor: sealCursor(deps.cursors, before, scope) };
}
