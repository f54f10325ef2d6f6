import * as rights from "../../../../shared/domain/authorisation.ts";
import type { Directory } from "../../lib/directory/directory.ts";
import type { Me } from "../../lib/session/session.ts";
import type { SectorId } from "../../../../shared/contracts/ids.ts";
import { serves } from "../../../../shared/domain/reception-queues.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";

/** Whether the person is offered to close a ticket: theirs, or one of a sector they manage. The API decides. */
export const mayClose = (head: Ticket, { agent }: Me): boolean =>
  head.phase !== "closed" && head.phase !== "bot" && agent.role !== "viewer" && rights.mayClose(agent, head);

/** Whether the person may take a waiting ticket: one of a queue they serve. */
export const mayTake = (head: Ticket, { agent }: Me): boolean =>
  head.phase === "waiting" && rights.mayTake(agent, head);

/** Whether the person may go over an agent's limit in a sector. */
export const mayForce = (sectorId: SectorId, { agent }: Me): boolean => rights.mayForce(agent, sectorId);

/** Whether the person has the ticket. */
export const holds = (head: Ticket, { agent }: Me): boolean =>
  (head.phase === "open" || head.phase === "snoozed") && head.agentId === agent.id;

/** Whether the person may leave notes on a ticket that they see. */
export const mayNote = (head: Ticket, { agent }: Me): boolean =>
  head.phase !== "closed" && agent.role !== "viewer";

/** Whether the person may change what is kept of a ticket's contact; whose customer they are is for `mayLink`. */
export const mayChangeContact = (head: Ticket, me: Me): boolean =>
  me.agent.role !== "viewer" &&
  (me.agent.role !== "agent" || me.agent.permissions.viewContacts || holds(head, me));

/** Whether the person says whose customer a contact is. */
export const mayLink = ({ agent }: Me): boolean => agent.role === "admin" || agent.role === "supervisor";

/** Whether the person may block a ticket's contact. */
export const mayBlock = (head: Ticket, me: Me): boolean => mayLink(me) || holds(head, me);

/** What can be done with a ticket besides answering. */
export type ActionName =
  | "take"
  | "takeOver"
  | "wake"
  | "markRead"
  | "markUnread"
  | "snooze"
  | "transfer"
  | "tags"
  | "bot"
  | "drop"
  | "close";

/** What the set-up says of a ticket's place: nothing is offered of what is not known yet. */
type Known = Pick<Directory, "channels" | "queues" | "tags"> | undefined;

/** What the person is offered to do with a ticket, in the order of the menu. The API decides. */
export function offered(head: Ticket, me: Me, known: Known): readonly ActionName[] {
  const mine = holds(head, me);
  const { agent } = me;
  if (agent.role === "viewer" || head.phase === "closed") return [];
  if (head.phase === "bot") return mayDrop(head, me, known) ? ["drop"] : [];
  const open = head.phase === "open";
  const closes = mayClose(head, me);
  const hasTags = known?.tags.some(({ sectorId }) => sectorId === head.sectorId) === true;
  const hasBot = known?.channels.some(({ id, bot }) => id === head.channelId && bot) === true;
  const all: readonly (readonly [ActionName, boolean])[] = [
    ["take", mayTake(head, me)],
    ["takeOver", open && !mine && closes && agent.queueIds.length > 0],
    ["wake", head.phase === "snoozed" && closes],
    ["markRead", open && mine && head.unread > 0],
    ["markUnread", open && mine && head.unread === 0],
    ["snooze", mine],
    ["transfer", (open || head.phase === "waiting") && rights.mayTransfer(agent, head)],
    ["tags", open && closes && hasTags],
    ["bot", closes && hasBot],
    ["close", closes],
  ];
  return all.filter(([, isOffered]) => isOffered).map(([name]) => name);
}

/** Whether the person may take a potential off the list: agents with the permission, of a queue that takes its channel. */
function mayDrop(head: Ticket, { agent }: Me, known: Known): boolean {
  const isServing = known?.queues.some((it) => agent.queueIds.includes(it.id) && serves(it, head.channelId));
  return head.phase === "bot" && rights.mayDrop(agent, head, isServing === true);
}

/** Why the person cannot write in a ticket now, or null where they can. */
export type Lock = "window" | "waiting" | "bot" | "snoozed" | "closed" | "other";

/** `windowOpen`: whether free text may be sent, as the contact last wrote. */
export function lockOf(head: Ticket, { agent }: Me, windowOpen: boolean): Lock | null {
  if (head.phase !== "open") return head.phase;
  if (head.agentId !== agent.id) return "other";
  return windowOpen ? null : "window";
}
