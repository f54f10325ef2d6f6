import {
  BotTicket,
  ClosedTicket,
  Ineligibility,
  OpenTicket,
  Preference,
  SnoozedTicket,
  WaitingTicket,
} from "./tickets.ts";
import { AgentId } from "./ids.ts";
import * as z from "zod";

/** How far from the head of the line a place is still counted. */
export const countedPlaces = 100;

/**
 * Why a ticket waits. `manual`: it is there to be taken. `held`: for an agent who is preferred, there and without room.
 * `nobody-serves`, `nobody-online`, `all-paused`, `all-at-limit`: of the agents of its queue, on its channel; `nobody-free`: some of
 * these are paused, the others at their limit. `due`: somebody has room, and it is about to be assigned.
 */
export const WhyWaiting = z.enum([
  "manual",
  "held",
  "nobody-serves",
  "nobody-online",
  "all-paused",
  "all-at-limit",
  "nobody-free",
  "due",
]);
export type WhyWaiting = z.infer<typeof WhyWaiting>;

/** How a ticket waits, as it was a moment ago. */
export const Waiting = z.strictObject({
  /** Its place in line, from 1; null for one behind the first 100. */
  position: z.int().min(1).max(countedPlaces).nullable(),
  why: WhyWaiting,
  /** For whom it is held now; null where it is not. */
  heldFor: Preference.nullable(),
  /** Agents of its queue, at most 30, with what keeps each from getting it; null: nothing. */
  agents: z.array(z.strictObject({ agentId: AgentId, reason: Ineligibility.nullable() })).max(30),
  /** How many agents serve the queue. */
  agentCount: z.int().min(0),
});
export type Waiting = z.infer<typeof Waiting>;

const waiting = z.null();

/** A ticket's head, and of one that waits also how and why. */
export const TicketView = z.discriminatedUnion("phase", [
  BotTicket.extend({ waiting }),
  WaitingTicket.extend({ waiting: Waiting }),
  OpenTicket.extend({ waiting }),
  SnoozedTicket.extend({ waiting }),
  ClosedTicket.extend({ waiting }),
]);
export type TicketView = z.infer<typeof TicketView>;
