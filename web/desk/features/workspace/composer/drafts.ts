import type { TicketId } from "../../../../../shared/contracts/ids.ts";

/**
 * What was written and not sent yet, per ticket. It stays in this tab and outlives a reload, but not the tab: texts to customers
 * do not lie about on a machine.
 */
const keyOf = (ticketId: TicketId): string => `balcao-draft ${ticketId}`;

export const readDraft = (ticketId: TicketId): string => sessionStorage.getItem(keyOf(ticketId)) ?? "";

/** Keeps a draft; an empty one is forgotten. */
export function keepDraft(ticketId: TicketId, text: string): void {
  if (text === "") sessionStorage.removeItem(keyOf(ticketId));
  else sessionStorage.setItem(keyOf(ticketId), text);
}
