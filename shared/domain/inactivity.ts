import type { Settings } from "../contracts/settings.ts";
import type { Sector } from "../contracts/organisation.ts";
import type { Ticket } from "../contracts/tickets.ts";
import type { Time } from "../contracts/values.ts";
import { addSeconds, latest, windowIsOpen } from "./time.ts";

/** What a contact has at least to answer a message after which they cannot be warned, in seconds. */
const unwarnedSeconds = 24 * 3_600;

type Rule = NonNullable<Sector["inactivity"]>;

/** What the passing of time asks for: that a ticket is looked at again at `at`, that its contact is warned, or that it is closed. */
export type Due =
  | { readonly what: "look"; readonly at: Time }
  | { readonly what: "warn" }
  | { readonly what: "close" };

/**
 * What a silent contact's ticket comes to under its sector's rule; undefined where nothing does: it is not attended, or there is
 * no rule. Silence counts from the last message that the contact has not answered, or from when its agent got the ticket or took
 * it up again, if that was later; a ticket whose last word is the contact's is not silent. Where nothing may be said, because
 * the window is shut or they never wrote, they are not warned, and the ticket closes in the same time, but not before they had
 * 24 hours to answer.
 */
export function inactivityOf(head: Ticket, rule: Rule | null, now: Time): Due | undefined {
  if (head.phase !== "open" || rule === null) return undefined;
  const from = latest(head.lastMessageAt, head.assignedAt);
  if (head.lastDirection !== "out") return { what: "look", at: nextLook(from, rule.warnAfter, now) };
  if (head.warnedAt !== null) return dueAt(addSeconds(head.warnedAt, rule.closeAfter), "close", now);
  const warnAt = addSeconds(from, rule.warnAfter);
  if (now < warnAt) return { what: "look", at: warnAt };
  if (windowIsOpen(head.lastInboundAt, now)) return { what: "warn" };
  const closeAt = addSeconds(warnAt, rule.closeAfter);
  const answerable = head.lastMessageAt === null ? null : addSeconds(head.lastMessageAt, unwarnedSeconds);
  return dueAt(latest(answerable, closeAt), "close", now);
}

/**
 * The same of a potential, which closes a time after the last message, or after it came to the bot, if that was later; undefined where
 * it is none, or potentials stay.
 */
export function expiryOf(
  head: Ticket,
  potentialSeconds: Settings["potentialSeconds"],
  now: Time,
): Due | undefined {
  if (head.phase !== "bot" || potentialSeconds === null) return undefined;
  return dueAt(addSeconds(latest(head.lastMessageAt, head.since), potentialSeconds), "close", now);
}

const dueAt = (at: Time, what: "close", now: Time): Due => (now < at ? { what: "look", at } : { what });

/** The next of the times that are `step` apart from `from` on: whoever looks, and whenever, comes back at the same one. */
function nextLook(from: Time, step: number, now: Time): Time {
  const passed = Math.max(0, Date.parse(now) - Date.parse(from)) / 1_000;
  return addSeconds(from, (Math.floor(passed / step) + 1) * step);
}
