import type { TicketId } from "../../../../../shared/contracts/ids.ts";

/** The tickets that were chosen to be handled together. */
export type Selection = ReadonlySet<TicketId>;

/** Adds a ticket, or takes it out. */
export function toggled(selection: Selection, ticketId: TicketId): Selection {
  const next = new Set(selection);
  if (!next.delete(ticketId)) next.add(ticketId);
  return next;
}

/** Adds all from `from` to `to` in the order shown; only `to` where `from` is not among them. */
export function withRange(
  selection: Selection,
  order: readonly TicketId[],
  from: TicketId | null,
  to: TicketId,
): Selection {
  const [one, other] = [from === null ? -1 : order.indexOf(from), order.indexOf(to)];
  const range = one === -1 ? [to] : order.slice(Math.min(one, other), Math.max(one, other) + 1);
  return new Set([...selection, ...range]);
}

/** Those of the selection that are still shown: what left the list is handled no more. */
export const stillShown = (selection: Selection, order: readonly TicketId[]): Selection =>
  new Set(order.filter((id) => selection.has(id)));

/** As many tickets as one request takes. */
const most = 50;

/** Tickets in groups that one request takes each. */
export const groupsOf = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  );
