import type { TicketId } from "../../../../../shared/contracts/ids.ts";

/** What is written: an answer to the contact, or a note between colleagues. */
export type Kind = "message" | "note";

/**
 * What was written and not sent yet, per ticket. It stays in this tab and outlives a reload, but not the tab: texts to customers
 * do not lie about on a machine.
 */
const keyOf = (ticketId: TicketId, kind: Kind): string =>
  kind === "note" ? `balcao-note ${ticketId}` : `balcao-draft ${ticketId}`;

export const readDraft = (ticketId: TicketId, kind: Kind): string =>
  sessionStorage.getItem(keyOf(ticketId, kind)) ?? "";

/** Keeps a draft; an empty one is forgotten. */
export function keepDraft(ticketId: TicketId, kind: Kind, text: string): void {
  if (text === "") sessionStorage.removeItem(keyOf(ticketId, kind));
  else sessionStorage.setItem(keyOf(ticketId, kind), text);
}
