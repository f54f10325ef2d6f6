import { type Change, type Store, absent, check, equals, put, update, versionIs } from "../../ports/store.ts";
import type { AgentId, ChannelId } from "../../contracts/ids.ts";
import type { Presence, Seat } from "../../contracts/organisation.ts";
import { AgentItem, PresenceItem, SeatItem } from "../../contracts/stored/shapes.ts";
import { addSeconds, latest } from "../../domain/time.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import { lastKnown, seatsOfAgent } from "./seats.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time } from "../../contracts/values.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface PresenceDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/** A change of presence on one channel. */
export interface PresenceChange {
  readonly agentId: AgentId;
  readonly channelId: ChannelId;
  readonly status: Presence["status"];
  /** When the log begins, with `offline`, where there is none yet. */
  readonly begin: Time;
  /** Leaves a presence alone that is newer than this; undefined: changes it in any case. */
  readonly notNewerThan?: Time | undefined;
}

/**
 * Goes online or offline on one channel: all the agent's seats and the presence log in one transaction, so that intervals
 * neither overlap nor leave a hole. Of two changes at once the second is decided anew on what the first left: seats must be
 * as they were read, none may have been added, and where nothing is known of the channel yet, the log must not have begun.
 * Saying again what is so already changes nothing, and so does going offline without a seat. FORBIDDEN for going online
 * while serving no queue.
 */
export async function changePresence(deps: PresenceDeps, change: PresenceChange): Promise<Presence> {
  const { agentId, channelId, status, begin } = change;
  return untilSettled(async () => {
    const agent = await deps.store.get(AgentItem, keys.agent(agentId));
    const seats = await seatsOfAgent(deps, agentId);
    const serves = seats.some((seat) => seat.queueIds.length > 0);
    if (status === "online" && !serves) throw new DeskError("FORBIDDEN", { reason: "serves no queue" });
    const seen = lastKnown(seats, channelId);
    if (change.notNewerThan !== undefined && seen !== undefined && seen.since > change.notNewerThan)
      return seen;
    if (seats.every((seat) => (seat.presence[channelId]?.status ?? "offline") === status))
      return seen ?? { status, since: begin };
    const known = seen ?? (await lastLogged(deps.store, agentId, channelId));
    // A seat made since the last change lags behind the others: it catches up, and the log has nothing new to say.
    const isNew = (known?.status ?? "offline") !== status;
    const since = latest(justAfter(known?.since ?? begin), deps.clock.now());
    const presence = known === undefined || isNew ? { status, since } : known;
    const record = { agentId, channelId };
    const first = { ...record, at: begin, status: "offline" as const };
    await deps.store.commit([
      // A seat that is made meanwhile, with the presence before this change, raises the person's version.
      check("agent", AgentItem, keys.agent(agentId), agent === undefined ? absent : versionIs(agent.version)),
      ...seats.map((seat) => seatChange(seat, channelId, presence)),
      ...(known === undefined ? [put("first presence", PresenceItem, first, absent)] : []),
      ...(isNew ? [put("presence record", PresenceItem, { ...record, at: since, status }, absent)] : []),
    ]);
    return presence;
  });
}

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

/** For who lost all seats that knew: how the log ends for this channel. */
async function lastLogged(
  store: Store,
  agentId: AgentId,
  channelId: ChannelId,
): Promise<Presence | undefined> {
  let before: string | undefined;
  do {
    const page = await store.query(PresenceItem, {
      ...{ pk: partitions.agent(agentId), prefix: prefixes.presence, descending: true, limit: 200 },
      ...(before === undefined ? {} : { before }),
    });
    const found = page.items.find((record) => record.channelId === channelId);
    if (found !== undefined) return { status: found.status, since: found.at };
    before = page.next;
  } while (before !== undefined);
  return undefined;
}
