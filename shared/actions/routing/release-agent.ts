import { AgentItem, HeadItem } from "../../contracts/stored/shapes.ts";
import type { MoveReason, OpenTicket, Preference, Ticket } from "../../contracts/tickets.ts";
import { keys, places } from "../../contracts/stored/keys.ts";
import type { Agent } from "../../contracts/organisation.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import { type PresenceDeps, changePresence } from "../presence/change-presence.ts";
import { RetryLater } from "../../ports/retry-later.ts";
import type { Pointer } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { authorPreference } from "../../domain/ticket/outreach.ts";
import { decide } from "../../domain/ticket/decide.ts";
import { removeSeatOfFormer } from "../organisation/vacant-seat.ts";
import { seatsOfAgent } from "../presence/seats.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";
import { wakeAllOf } from "../snooze/wake-all.ts";

/** Tickets that are released side by side. */
const parallel = 8;
/** The index of open tickets follows the table within moments. */
const indexSeconds = 2;

/** What is over for a person: everything, or what was before a time. */
interface Over {
  readonly reason: MoveReason;
  /** What is newer belongs to a session that began since, and stays. */
  readonly until: Time | undefined;
}

/**
 * Takes a person out of the desk after their sessions ended, they were deactivated or removed: offline on every channel, and
 * what they hold back to the head of its lines; so does what somebody put away who was deactivated or removed. It decides on the person's record as it is now, so it may be repeated and may
 * come late. Exact: where the seats' loads tell of tickets that the index does not show yet, it asks to be called again
 * (RetryLater). The seats of somebody who was removed go last.
 */
export async function releaseAgent(
  deps: PresenceDeps,
  agentId: AgentId,
): Promise<{ readonly released: number }> {
  const agent = await deps.store.get(AgentItem, keys.agent(agentId));
  const over = whatIsOver(agent);
  // Before anything is released, so that nothing is routed to them meanwhile.
  const command = { do: "leave", notNewerThan: over.until } as const;
  await changePresence(deps, { agentId, command, begin: deps.clock.now() });
  const held = await heldTickets(deps, agentId);
  const leaving = held.filter((ticket) => over.until === undefined || ticket.assignedAt <= over.until);
  for (let at = 0; at < leaving.length; at += parallel) {
    const some = leaving.slice(at, at + parallel);
    await Promise.all(some.map((ticket) => release(deps, agentId, ticket, over)));
  }
  if (over.until === undefined) await wakeAllOf(deps, agentId);
  await assertReleased(deps, agentId, over);
  if (agent === undefined) await removeSeats(deps, agentId);
  return { released: leaving.length };
}

const whatIsOver = (agent: Agent | undefined): Over =>
  agent === undefined
    ? { reason: "agent-removed", until: undefined }
    : agent.active
      ? { reason: "agent-signed-out", until: agent.sessionsValidAfter }
      : { reason: "agent-deactivated", until: undefined };

/** Everything the person holds, as far as the index shows it, checked against the tickets themselves. */
async function heldTickets(deps: PresenceDeps, agentId: AgentId): Promise<readonly OpenTicket[]> {
  const held: OpenTicket[] = [];
  let start: Pointer | undefined;
  do {
    const page = await deps.store.find(1, {
      ...{ pk: places.open(agentId), limit: 100 },
      ...(start === undefined ? {} : { start }),
    });
    const heads = await deps.store.getMany<Ticket[]>(
      page.pointers.map(({ pk, sk }) => ({ shape: HeadItem, key: { pk, sk } })),
    );
    held.push(...heads.flatMap((head) => (head?.phase === "open" && head.agentId === agentId ? [head] : [])));
    start = page.next;
  } while (start !== undefined);
  return held;
}

/** Back to the head of its line, unless it left the person by itself meanwhile. */
async function release(
  deps: PresenceDeps,
  agentId: AgentId,
  { id }: OpenTicket,
  { reason, until }: Over,
): Promise<void> {
  await untilSettled(async () => {
    const head = await deps.store.get(HeadItem, keys.head(id));
    if (head?.phase !== "open" || head.agentId !== agentId) return;
    if (until !== undefined && head.assignedAt > until) return;
    const now = deps.clock.now();
    const preference = reason === "agent-signed-out" ? await preferenceOfAuthor(deps, head, now) : null;
    const entries = decide(head, { do: "return", by: { kind: "system" }, reason, preference }, now);
    if (entries instanceof DeskError) throw entries;
    await deps.store.commit(transition(head, entries).changes);
  });
}

/** Who signed out may sign in again soon: the conversation they began is theirs, where the queue is routed. */
async function preferenceOfAuthor(
  { configuration }: PresenceDeps,
  head: OpenTicket,
  now: Time,
): Promise<Preference | null> {
  if (head.lastInboundAt !== null) return null;
  const queue = await configuration.queue(head.queueId);
  const { preferredSeconds } = await configuration.settings();
  return queue?.routing === "automatic" ? authorPreference(head, preferredSeconds, now) : null;
}

/** The seats tell exactly how many tickets there are to account for: those that stay, and no more. */
async function assertReleased(deps: PresenceDeps, agentId: AgentId, over: Over): Promise<void> {
  const held = await heldTickets(deps, agentId);
  const left = held.filter((ticket) => over.until === undefined || ticket.assignedAt <= over.until).length;
  const seats = await seatsOfAgent(deps, agentId);
  const load = seats.reduce((sum, seat) => sum + seat.load, 0);
  if (left > 0 || load > held.length)
    throw new RetryLater(indexSeconds, "the index does not show every ticket yet");
}

/** A seat that got a ticket meanwhile stays, and the next sweep comes for it. */
async function removeSeats(deps: PresenceDeps, agentId: AgentId): Promise<void> {
  const seats = await seatsOfAgent(deps, agentId);
  for (const seat of seats) await removeSeatOfFormer(deps, seat);
}
