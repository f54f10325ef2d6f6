import { maySee, type PersonActor } from "../../../../shared/domain/authorisation.ts";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import type { Time } from "../../../../shared/contracts/values.ts";
import { windowEndsAt } from "../../../../shared/domain/time.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";

/** The lists of the workspace. */
export const listNames = ["open", "waiting", "snoozed", "bot"] as const;
export type ListName = (typeof listNames)[number];

/**
 * The heads of the tickets in a person's lists. In which list a ticket is follows from its head, so no ticket is ever in two;
 * of two heads of one ticket the one of the higher version counts, whichever came first.
 */
export type Heads = ReadonlyMap<TicketId, Ticket>;

export const noHeads: Heads = new Map();

/** The list of the person a ticket belongs to, or null: somebody else has it, it is closed, or it waits where they do not look. */
export function listOf(head: Ticket, person: PersonActor): ListName | null {
  switch (head.phase) {
    case "open":
    case "snoozed":
      return head.agentId === person.id ? head.phase : null;
    case "waiting":
    case "bot":
      return maySee(person, head) ? head.phase : null;
    case "closed":
      return null;
  }
}

/** Takes in a head, unless a newer one is known. */
export function putHead(heads: Heads, head: Ticket): Heads {
  const former = heads.get(head.id);
  if (former !== undefined && former.version >= head.version) return heads;
  return new Map(heads).set(head.id, head);
}

/**
 * Takes in a list as the API gave it, whole. What the API did not list although it was in that list when it was asked
 * (`before`) is gone, unless it has changed since: the API reads lists from an index, which may be a moment late.
 */
export function putList(
  heads: Heads,
  before: Heads,
  list: ListName,
  person: PersonActor,
  items: readonly Ticket[],
): Heads {
  const listed = new Set(items.map(({ id }) => id));
  const next = new Map(items.reduce(putHead, heads));
  for (const [id, head] of before) {
    if (listOf(head, person) === list && !listed.has(id) && heads.get(id) === head) next.delete(id);
  }
  return next;
}

/** Forgets a ticket of which nothing is to be seen any more. */
export function dropHead(heads: Heads, ticketId: TicketId): Heads {
  if (!heads.has(ticketId)) return heads;
  const next = new Map(heads);
  next.delete(ticketId);
  return next;
}

/** How a list may be ordered. */
export const orders = ["newest", "oldest", "last-message", "waiting-longest", "window"] as const;
export type Order = (typeof orders)[number];

type Key = (head: Ticket, now: Time) => string;

/** When the wait began: in a line as the line counts it, else the contact's last message where it was not answered; otherwise after everybody. */
const unanswered: Key = (head) => {
  if (head.phase === "waiting") return head.queuedAt;
  return head.unread > 0 ? (head.lastInboundAt ?? head.openedAt) : "9999";
};

/** The window that ends next comes first; then those that are shut, which are urgent no more, and those that never opened. */
const window: Key = ({ lastInboundAt }, now) => {
  const endsAt = windowEndsAt(lastInboundAt);
  if (endsAt === null) return "9999";
  return `${endsAt > now ? "0" : "1"}${endsAt}`;
};

/** Texts that order tickets, earlier first; `newest` and `last-message` go the other way. */
const keys: Readonly<Record<Order, Key>> = {
  newest: ({ openedAt }) => openedAt,
  oldest: ({ openedAt }) => openedAt,
  "last-message": ({ lastMessageAt, openedAt }) => lastMessageAt ?? openedAt,
  "waiting-longest": unanswered,
  window,
};

/** The tickets of one list in order; the same order for the same tickets at the same time, always. */
export function ticketsOf(
  heads: Heads,
  list: ListName,
  person: PersonActor,
  order: Order,
  now: Time,
): readonly Ticket[] {
  return sorted(
    [...heads.values()].filter((head) => listOf(head, person) === list),
    order,
    now,
  );
}

/** Tickets in order; the same order for the same tickets at the same time, always. */
export function sorted(tickets: readonly Ticket[], order: Order, now: Time): readonly Ticket[] {
  const key = keys[order];
  const sign = order === "newest" || order === "last-message" ? -1 : 1;
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return tickets.toSorted((a, b) => sign * compare(key(a, now), key(b, now)) || compare(a.id, b.id));
}
