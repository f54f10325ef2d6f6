import type { ContactId, QueueId } from "../../contracts/ids.ts";
import type { Contact } from "../../contracts/contacts.ts";
import type { LastTicket } from "../../contracts/stored/shapes.ts";
import { ContactItem, LastTicketItem, SeatItem } from "../../contracts/stored/shapes.ts";
import type { Channel, Queue, Seat } from "../../contracts/organisation.ts";
import type { Preference } from "../../contracts/tickets.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import type { WorkQueue } from "../../ports/ports.ts";
import { addSeconds } from "../../domain/time.ts";
import { isThere } from "../../domain/routing.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** Who may come first for a contact. */
export interface Acquaintance {
  readonly linkedAgentId: Contact["linkedAgentId"];
  readonly last: LastTicket | undefined;
  /** What the business calls them; null for somebody of whom there is no record. */
  readonly name: string | null;
  /** Nothing that they write opens a ticket. */
  readonly isBlocked: boolean;
}

/** What is known of somebody new. */
export const stranger: Acquaintance = { linkedAgentId: null, last: undefined, name: null, isBlocked: false };

/** What is known of a contact who writes on a channel: two items, read when a ticket of theirs opens and at no other time. */
export async function acquaintanceOf(
  store: Store,
  contactId: ContactId,
  channelId: Channel["id"],
): Promise<Acquaintance> {
  const [contact, last] = await store.getMany<[Contact, LastTicket]>([
    { shape: ContactItem, key: keys.contact(contactId) },
    { shape: LastTicketItem, key: keys.lastTicket(contactId, channelId) },
  ]);
  const { linkedAgentId = null, name = null, blocked = null } = contact ?? {};
  return { linkedAgentId, last, name, isBlocked: blocked !== null };
}

/**
 * Whom a ticket that enters the line of an automatic queue waits for, and until when: the contact's linked agent, or else who
 * attended them last, where that agent serves the queue; of the two rather one who is there. Costs a read of their seats.
 */
export async function preferenceOf(
  store: Store,
  input: {
    readonly known: Pick<Acquaintance, "linkedAgentId" | "last">;
    readonly queue: Pick<Queue, "id" | "sectorId" | "routing">;
    readonly channelId: Channel["id"];
    readonly preferredSeconds: number;
    readonly now: Time;
  },
): Promise<Preference | null> {
  const { known, queue, channelId, preferredSeconds, now } = input;
  const candidates = [
    { agentId: known.linkedAgentId, why: "linked-agent" as const },
    { agentId: known.last?.agentId ?? null, why: "last-agent" as const },
  ].flatMap(({ agentId, why }) => (agentId === null ? [] : [{ agentId, why }]));
  if (preferredSeconds === 0 || queue.routing === "manual" || candidates.length === 0) return null;
  const seats = await store.getMany<Seat[]>(
    candidates.map(({ agentId }) => ({ shape: SeatItem, key: keys.seat(queue.sectorId, agentId) })),
    { consistency: "eventual" },
  );
  const serving = candidates.filter((_, index) => seats[index]?.queueIds.includes(queue.id));
  const there = candidates.find((_, index) => {
    const seat = seats[index];
    return seat !== undefined && isThere(seat, queue.id, channelId);
  });
  const chosen = there ?? serving[0];
  return chosen === undefined ? null : { ...chosen, until: addSeconds(now, preferredSeconds) };
}

/** What was held in a line for one agent may go to anybody now: the router is asked to serve it. */
export const endPreference = (
  { routing }: { readonly routing: WorkQueue<"routing"> },
  queueId: QueueId,
  id: string,
): Promise<void> =>
  routing.send([{ body: { v: 1, kind: "serve", queueId, agentIds: [] }, group: queueId, id }]);
