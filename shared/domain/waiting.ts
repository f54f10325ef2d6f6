import type { Ineligibility, WaitingTicket } from "../contracts/tickets.ts";
import type { Waiting, WhyWaiting } from "../contracts/waiting.ts";
import { choose, ineligibility, preferredNow } from "./routing.ts";
import type { Queue, Seat } from "../contracts/organisation.ts";
import type { Time } from "../contracts/values.ts";

const listed = 30;

/** Why a ticket of this queue waits, by the seats of the queue's sector. */
export function explainWaiting(
  ticket: Pick<WaitingTicket, "queueId" | "channelId" | "preference">,
  routing: Queue["routing"],
  seats: readonly Seat[],
  now: Time,
): Omit<Waiting, "position"> {
  const { queueId, channelId, preference } = ticket;
  const agents = seats
    .filter((seat) => seat.queueIds.includes(queueId))
    .map((seat) => ({ agentId: seat.agentId, reason: ineligibility(seat, queueId, channelId) ?? null }));
  const preferred = preferredNow(preference, now);
  const free = agents.some(({ reason }) => reason === null);
  const taker = choose(seats, queueId, channelId, preferred).agentId;
  const held = routing === "automatic" && free && taker === undefined;
  return {
    why: routing === "manual" ? "manual" : held ? "held" : free ? "due" : because(agents),
    heldFor: held ? preference : null,
    agents: agents.slice(0, listed),
    agentCount: agents.length,
  };
}

/** What keeps all of them from getting it. */
function because(agents: readonly { readonly reason: Ineligibility | null }[]): WhyWaiting {
  if (agents.length === 0) return "nobody-serves";
  const there = agents.filter(({ reason }) => reason !== "offline");
  if (there.length === 0) return "nobody-online";
  if (there.every(({ reason }) => reason === "paused")) return "all-paused";
  return there.every(({ reason }) => reason === "at-limit") ? "all-at-limit" : "nobody-free";
}
