import type { OpenTicket, Preference } from "../../contracts/tickets.ts";
import type { Time } from "../../contracts/values.ts";
import { addSeconds } from "../time.ts";

/**
 * Whom a ticket that goes back to its line waits for: who began the conversation, as long as the contact has not answered. Null where
 * they have, or where nobody began it.
 */
export const authorPreference = (
  { agentId, lastInboundAt, lastDirection }: OpenTicket,
  seconds: number,
  now: Time,
): Preference | null =>
  lastInboundAt === null && lastDirection === "out" && seconds > 0
    ? { agentId, until: addSeconds(now, seconds), why: "outreach" }
    : null;
