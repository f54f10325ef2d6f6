import type { Me } from "../../lib/session/session.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";

/** Whether the person is offered to close a ticket: theirs, or one of a sector they manage. The API decides. */
export function mayClose(head: Ticket, { agent }: Me): boolean {
  if (head.phase === "closed" || agent.role === "viewer") return false;
  if (agent.role === "admin") return true;
  if ((head.phase === "open" || head.phase === "snoozed") && head.agentId === agent.id) return true;
  return agent.role === "supervisor" && head.phase !== "bot" && agent.sectorIds.includes(head.sectorId);
}

/** Why the person cannot write in a ticket now, or null where they can. */
export type Lock = "window" | "waiting" | "bot" | "snoozed" | "closed" | "other";

/** `windowOpen`: whether free text may be sent, as the contact last wrote. */
export function lockOf(head: Ticket, { agent }: Me, windowOpen: boolean): Lock | null {
  if (head.phase !== "open") return head.phase;
  if (head.agentId !== agent.id) return "other";
  return windowOpen ? null : "window";
}
