import type { AgentId, ChannelId, QueueId } from "../contracts/ids.ts";
import type { Ineligibility, Preference, RoutingReasons } from "../contracts/tickets.ts";
import type { Place } from "../contracts/stored/shapes.ts";
import type { Seat } from "../contracts/organisation.ts";
import type { Time } from "../contracts/values.ts";

const listed = 30;

/** Why this seat cannot get a ticket of this queue and channel now, or undefined when it can. */
export function ineligibility(seat: Seat, queueId: QueueId, channelId: ChannelId): Ineligibility | undefined {
  if (!seat.queueIds.includes(queueId)) return "not-in-queue";
  const status = seat.presence[channelId]?.status ?? "offline";
  if (status !== "online") return status;
  if (seat.load >= seat.limit) return "at-limit";
  return undefined;
}

/** Whether the agent of this seat serves the queue and is there on the channel, online or paused, with or without room. */
export function isThere(seat: Seat, queueId: QueueId, channelId: ChannelId): boolean {
  const reason = ineligibility(seat, queueId, channelId);
  return reason !== "not-in-queue" && reason !== "offline";
}

/**
 * Who gets the next ticket of a queue and channel: of those who can, the one with the least load, then the longest idle,
 * then the smallest id so that the choice is always the same. While somebody is preferred they get it or, when they are there
 * but have no room, nobody does: whoever is offline or does not serve the queue is not waited for. The reasons name everyone of
 * the queue.
 */
export function choose(
  seats: readonly Seat[],
  queueId: QueueId,
  channelId: ChannelId,
  preferred: AgentId | null = null,
): { readonly agentId: AgentId | undefined; readonly reasons: RoutingReasons } {
  const eligible: Seat[] = [];
  const others: { agentId: AgentId; reason: Ineligibility }[] = [];
  for (const seat of seats) {
    const reason = ineligibility(seat, queueId, channelId);
    if (reason === undefined) eligible.push(seat);
    else if (reason !== "not-in-queue") others.push({ agentId: seat.agentId, reason });
  }
  eligible.sort(byTurn);
  return {
    agentId: turnOf(eligible, others, preferred),
    reasons: {
      preferred,
      eligible: eligible
        .slice(0, listed)
        .map(({ agentId, load, lastAssignedAt }) => ({ agentId, load, lastAssignedAt })),
      others: others.slice(0, listed),
      eligibleCount: eligible.length,
      othersCount: others.length,
    },
  };
}

function turnOf(
  eligible: readonly Seat[],
  others: readonly { readonly agentId: AgentId; readonly reason: Ineligibility }[],
  preferred: AgentId | null,
): AgentId | undefined {
  if (preferred === null || eligible.some(({ agentId }) => agentId === preferred))
    return preferred ?? eligible[0]?.agentId;
  const why = others.find(({ agentId }) => agentId === preferred)?.reason;
  return why === "at-limit" || why === "paused" ? undefined : eligible[0]?.agentId;
}

/** Whom the router must prefer now, if anybody. */
export const preferredNow = (preference: Preference | null, now: Time): AgentId | null =>
  preference !== null && now < preference.until ? preference.agentId : null;

/** Who would get the ticket of this place now; undefined when nobody can, or when it waits for somebody. */
export const takerOf = (seats: readonly Seat[], place: Place, now: Time): AgentId | undefined =>
  choose(seats, place.queueId, place.channelId, preferredNow(place.preference, now)).agentId;

const byTurn = (a: Seat, b: Seat): number =>
  a.load - b.load || compare(a.lastAssignedAt, b.lastAssignedAt) || compare(a.agentId, b.agentId);

/** The order in which a line is served: priority, then time of queueing, then ticket id. */
export const byOrder = (a: Place, b: Place): number =>
  b.priority - a.priority || compare(a.queuedAt, b.queuedAt) || compare(a.ticketId, b.ticketId);

/** The channels on which a seat could get a ticket of the queue now. */
export const openChannels = (seat: Seat, queueId: QueueId): readonly ChannelId[] =>
  (Object.keys(seat.presence) as ChannelId[]).filter(
    (channelId) => ineligibility(seat, queueId, channelId) === undefined,
  );

/**
 * The queues for which a change of a seat made room that was not there: the agent came online, a ticket left, the limit
 * rose, or the agent joined the queue.
 */
export function queuesWithNewRoom(before: Seat | undefined, after: Seat): readonly QueueId[] {
  return after.queueIds.filter((queueId) =>
    openChannels(after, queueId).some(
      (channelId) =>
        before === undefined ||
        ineligibility(before, queueId, channelId) !== undefined ||
        after.limit - after.load > before.limit - before.load,
    ),
  );
}

/**
 * The queues in which a change of a seat gives free what may have waited for its agent alone: they were there on a channel,
 * without room, and are there no more. Whoever goes away with room leaves nothing behind: they would have got it.
 */
export function queuesGivenFree(before: Seat | undefined, after: Seat): readonly QueueId[] {
  if (before === undefined) return [];
  const channels = Object.keys(before.presence) as ChannelId[];
  return before.queueIds.filter((queueId) =>
    channels.some(
      (channelId) =>
        isThere(before, queueId, channelId) &&
        ineligibility(before, queueId, channelId) !== undefined &&
        !isThere(after, queueId, channelId),
    ),
  );
}

/** Whether a seat has no use any more: its agent serves no queue of the sector, and holds no ticket in it. */
export const isVacant = ({ queueIds, load }: Pick<Seat, "queueIds" | "load">): boolean =>
  queueIds.length === 0 && load === 0;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
