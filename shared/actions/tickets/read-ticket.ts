import { EntryItem, HeadItem } from "../../contracts/stored/shapes.ts";
import type { Entry, Ticket } from "../../contracts/tickets.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import { type Actor, maySee } from "../../domain/authorisation.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import { mayRead } from "./list-history.ts";
import type { Store } from "../../ports/store.ts";
import type { TicketId } from "../../contracts/ids.ts";

/** The ticket's head as this person may see it. NOT_FOUND when there is none, and when it is not theirs to see. */
export async function readTicket(
  { store }: { readonly store: Store },
  { actor, ticketId }: { readonly actor: Actor; readonly ticketId: TicketId },
): Promise<Ticket> {
  const head = await store.get(HeadItem, keys.head(ticketId));
  if (head === undefined || !maySee(actor, head)) throw new DeskError("NOT_FOUND");
  return head;
}

/**
 * Entries of a ticket in order of number: those after `after`, or the last ones before `before`, or the newest. `more`
 * says whether others follow in that direction. NOT_FOUND as readTicket.
 */
export async function readTimeline(
  deps: { readonly store: Store; readonly configuration: Configuration },
  input: {
    readonly actor: Actor;
    readonly ticketId: TicketId;
    readonly after?: number | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<{ readonly items: Entry[]; readonly more: boolean }> {
  const head = await readTicket(deps, input);
  if (!(await mayRead(deps, input.actor, head))) throw new DeskError("NOT_FOUND");
  const { ticketId, after, before, limit } = input;
  const forwards = after !== undefined;
  const page = await deps.store.query(EntryItem, {
    pk: partitions.ticket(ticketId),
    prefix: prefixes.entries,
    limit,
    descending: !forwards,
    ...(after === undefined ? {} : { after: keys.entry(ticketId, after).sk }),
    ...(before === undefined ? {} : { before: keys.entry(ticketId, before).sk }),
  });
  const items = forwards ? [...page.items] : page.items.toReversed();
  return { items, more: page.next !== undefined };
}
