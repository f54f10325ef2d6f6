import { type Change, type Store, absent, put, update } from "../../ports/store.ts";
import { type Configuration, lookUp } from "../configuration/configuration.ts";
import { PresenceItem, SeatItem } from "../../contracts/stored/shapes.ts";
import type { Presence, Seat } from "../../contracts/organisation.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
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
  const [seat] = await seatsOf(deps, actor);
  if (seat === undefined) return [];
  const channels = await deps.configuration.channels();
  return channels.map(({ id: channelId, createdAt }) => ({
    channelId,
    ...(seat.presence[channelId] ?? { status: "offline", since: createdAt }),
  }));
}

/**
 * Goes online or offline on one channel: all the person's seats and the presence log in one transaction, so that intervals
 * neither overlap nor leave a hole. Saying again what is so already changes nothing. NOT_FOUND for an unknown channel,
 * FORBIDDEN for who serves no queue.
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
    const known = seats[0]?.presence[channelId];
    if (seats.every((seat) => (seat.presence[channelId]?.status ?? "offline") === status)) {
      return [{ channelId, ...(known ?? { status, since: channel.createdAt }) }];
    }
    const since = deps.clock.now();
    const presence = { status, since };
    const changes: Change[] = seats.map((seat) =>
      update(`seat ${seat.sectorId}`, SeatItem, keys.seat(seat.sectorId, actor.id), {
        set: [[["presence", channelId], presence]],
      }),
    );
    const record = { agentId: actor.id, channelId, at: since, status };
    await deps.store.commit([...changes, put("presence record", PresenceItem, record, absent)]);
    return [{ channelId, ...presence }];
  });
}

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
