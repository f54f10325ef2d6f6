import { type Change, type Store, absent, equals, put, update } from "../../ports/store.ts";
import { type Configuration, lookUp } from "../configuration/configuration.ts";
import { PresenceItem, SeatItem } from "../../contracts/stored/shapes.ts";
import type { Presence, Seat } from "../../contracts/organisation.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import { addSeconds, latest } from "../../domain/time.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface PresenceDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

type ChannelPresence = Presence & { readonly channelId: ChannelId };

/** The person's presence on every channel, the same in all their seats. */
export async function readPresence(deps: PresenceDeps, actor: Actor): Promise<readonly ChannelPresence[]> {
  const seats = await seatsOf(deps, actor);
  if (seats.length === 0) return [];
  const channels = await deps.configuration.channels();
  return channels.map(({ id: channelId, createdAt }) => ({
    channelId,
    ...(lastKnown(seats, channelId) ?? { status: "offline", since: createdAt }),
  }));
}

/**
 * Goes online or offline on one channel: all the person's seats and the presence log in one transaction, so that intervals
 * neither overlap nor leave a hole. Of two changes at once the second is decided anew on what the first left: seats must be
 * as they were read, and where they know nothing of the channel yet, the log must not have begun. It begins with `offline`
 * at the channel's creation. Saying again what is so already changes nothing. NOT_FOUND for an unknown channel, FORBIDDEN
 * for who serves no queue.
 */
export async function setPresence(
  deps: PresenceDeps,
  input: { readonly actor: Actor; readonly channelId: ChannelId; readonly status: Presence["status"] },
): Promise<readonly ChannelPresence[]> {
  const { actor, channelId, status } = input;
  const channel = await lookUp(deps.configuration.channels, (it) => it.id === channelId);
  if (channel === undefined) throw new DeskError("NOT_FOUND");
  return untilSettled(async () => {
    const seats = await seatsOf(deps, actor);
    if (seats.length === 0) throw new DeskError("FORBIDDEN", { reason: "serves no queue" });
    const known = lastKnown(seats, channelId);
    if (seats.every((seat) => (seat.presence[channelId]?.status ?? "offline") === status)) {
      return [{ channelId, ...(known ?? { status, since: channel.createdAt }) }];
    }
    const begin = channel.createdAt;
    // A seat made since the last change lags behind the others: it catches up, and the log has nothing new to say.
    const isNew = (known?.status ?? "offline") !== status;
    const since = latest(justAfter(known?.since ?? begin), deps.clock.now());
    const presence = known === undefined || isNew ? { status, since } : known;
    const record = { agentId: actor.id, channelId };
    const first = { ...record, at: begin, status: "offline" as const };
    await deps.store.commit([
      ...seats.map((seat) => seatChange(seat, channelId, presence)),
      ...(known === undefined ? [put("first presence", PresenceItem, first, absent)] : []),
      ...(isNew ? [put("presence record", PresenceItem, { ...record, at: since, status }, absent)] : []),
    ]);
    return [{ channelId, ...presence }];
  });
}

/** The presence that the seats were last given; one that was made later may not know it yet. */
const lastKnown = (seats: readonly Seat[], channelId: ChannelId): Presence | undefined =>
  seats
    .flatMap((seat) => seat.presence[channelId] ?? [])
    .toSorted((a, b) => (a.since < b.since ? 1 : -1))
    .at(0);

/** The seat's presence on this channel, if nobody changed it since it was read. */
const seatChange = (seat: Seat, channelId: ChannelId, presence: Presence): Change => {
  const before = seat.presence[channelId];
  return update(
    `seat ${seat.sectorId}`,
    SeatItem,
    keys.seat(seat.sectorId, seat.agentId),
    { set: [[["presence", channelId], { ...presence }]] },
    ...(before === undefined ? [] : [equals(["presence", channelId, "since"], before.since)]),
  );
};

/** Clocks of two sandboxes differ by milliseconds: an interval never begins before the one it ends. */
const justAfter = (time: Time): Time => addSeconds(time, 0.001);

async function seatsOf(deps: PresenceDeps, actor: Actor): Promise<readonly Seat[]> {
  const queues = await deps.configuration.queues();
  const unknown = actor.queueIds.some((queueId) => !queues.some((queue) => queue.id === queueId));
  const all = unknown ? await deps.configuration.queues("fresh") : queues;
  const sectors = new Set(
    all.filter((queue) => actor.queueIds.includes(queue.id)).map((queue) => queue.sectorId),
  );
  const seats = await deps.store.getMany<Seat[]>(
    [...sectors].map((sectorId) => ({ shape: SeatItem, key: keys.seat(sectorId, actor.id) })),
  );
  return seats.filter((seat) => seat !== undefined);
}
