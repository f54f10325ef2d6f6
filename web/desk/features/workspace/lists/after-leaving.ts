import type { TicketId } from "../../../../../shared/contracts/ids.ts";

/**
 * The ticket that is shown after one that leaves the list: the one below it, else the one above; null where none is left. `before`:
 * the list while the ticket was in it, `now`: as it is.
 */
export function afterLeaving(
  ticketId: TicketId,
  before: readonly TicketId[],
  now: readonly TicketId[],
): TicketId | null {
  const at = before.indexOf(ticketId);
  if (at === -1) return null;
  const left = new Set(now);
  return [...before.slice(at + 1), ...before.slice(0, at).toReversed()].find((id) => left.has(id)) ?? null;
}
