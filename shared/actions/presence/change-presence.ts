import { type Change, type Condition, type Store, absent, equals, put, update } from "../../ports/store.ts";
import type { AgentId, ChannelId } from "../../contracts/ids.ts";
import {
  type PresenceCommand,
  type Presences,
  decidePresence,
  entriesOf,
  justAfter,
  pausedTogether,
} from "../../domain/presence.ts";
import type { Presence, Seat } from "../../contracts/organisation.ts";
import { PresenceItem, SeatItem } from "../../contracts/stored/shapes.ts";
import { latest } from "../../domain/time.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import { presenceIn, seatsOfAgent } from "./seats.ts";
import { type Configuration, withAll } from "../configuration/configuration.ts";
import type { ChannelPresence } from "../../contracts/routes/access.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Time } from "../../contracts/values.ts";
import { sameValue } from "../../domain/equality.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface PresenceDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/** A change of a person's presence. */
export interface PresenceChange {
  readonly agentId: AgentId;
  readonly command: PresenceCommand;
  /** When the log of a channel begins, with `offline`, where there is none yet. */
  readonly begin: Time;
  /** Throws where the person's seats, as they are now, do not allow it. */
  readonly allow?: (seats: readonly Seat[]) => void;
  /** What must hold of each seat besides, when it is made. */
  readonly when?: readonly Condition[];
}

/** What a change comes to. */
export interface DecidedPresence {
  /** To be made in one transaction; none where nothing changes. */
  readonly changes: readonly Change[];
  /** The channels that it changes. */
  readonly touched: readonly ChannelPresence[];
  /** The presence after it, on every channel of which anything is known. */
  readonly presence: Presences;
}

/**
 * Changes a person's presence: in all their seats, on every channel that it touches, and in the log, in one transaction, so
 * that intervals neither overlap nor leave a hole. Of two changes at once the second is decided anew on what the first left.
 * Who has no seat has no presence to change.
 */
export const changePresence = (deps: PresenceDeps, change: PresenceChange): Promise<DecidedPresence> =>
  untilSettled(async () => {
    const decided = await decideChange(deps, change);
    if (decided.changes.length > 0) await deps.store.commit(decided.changes);
    return decided;
  });

/** The same without making it, for a transaction of one's own: a lost race is a ConditionFailed. */
export async function decideChange(deps: PresenceDeps, change: PresenceChange): Promise<DecidedPresence> {
  const { agentId, command } = change;
  const seats = await seatsOfAgent(deps, agentId);
  change.allow?.(seats);
  if (seats.length === 0) return { changes: [], touched: [], presence: {} };
  const { known, begun } = await knownTo(deps, agentId, seats, command);
  const next = decidePresence(known, command, await groupsOf(deps, seats, known, command));
  const since = [...next.keys()].reduce<Time>(
    (time, channelId) => latest(justAfter(known[channelId]?.since ?? change.begin), time),
    deps.clock.now(),
  );
  const touched = [...next].map(([channelId, standing]) => ({ channelId, since, ...standing }));
  const presence: Presences = {
    ...known,
    ...Object.fromEntries([...next].map(([channelId, standing]) => [channelId, { since, ...standing }])),
  };
  const log = touched.flatMap(({ channelId, since: at, ...standing }) => {
    const record = { agentId, channelId };
    const first = { ...record, at: change.begin, status: "offline" as const };
    return [
      ...(begun(channelId) ? [] : [put(`first presence ${channelId}`, PresenceItem, first, absent)]),
      put(`presence ${channelId}`, PresenceItem, { ...record, at, ...standing }, absent),
    ];
  });
  // A seat that was made since the last change may lag behind: it catches up, and the log has nothing new to say of that.
  const behind = seats.some((seat) => !sameValue(seat.presence, presence));
  if (!behind && log.length === 0) return { changes: [], touched, presence };
  const version = Math.max(...seats.map((seat) => seat.presenceVersion)) + 1;
  const writes = seats.map((seat) => seatChange(seat, presence, version, change.when ?? []));
  return { changes: [...writes, ...log], touched, presence };
}

/** The seat with this presence, if nobody changed it since it was read. */
function seatChange(
  seat: Seat,
  presence: Presences,
  version: number,
  conditions: readonly Condition[],
): Change {
  const behind = entriesOf(presence).filter(([channelId, it]) => !sameValue(seat.presence[channelId], it));
  return update(
    `seat ${seat.sectorId}`,
    SeatItem,
    keys.seat(seat.sectorId, seat.agentId),
    {
      set: [
        [["presenceVersion"], version],
        ...behind.map(([channelId, it]) => [["presence", channelId], stored(it)] as const),
      ],
    },
    equals(["presenceVersion"], seat.presenceVersion),
    ...conditions,
  );
}

/** As the table keeps it: without what is absent. */
const stored = ({ status, since, pause }: Presence) => ({
  ...{ status, since },
  ...(pause === undefined ? {} : { pause: { ...pause } }),
});

/** What is known of a person's presence, and of which channels the log has begun. */
async function knownTo(
  { store }: PresenceDeps,
  agentId: AgentId,
  seats: readonly Seat[],
  command: PresenceCommand,
): Promise<{ readonly known: Presences; readonly begun: (channelId: ChannelId) => boolean }> {
  const known = presenceIn(seats);
  const begun = (channelId: ChannelId): boolean => known[channelId] !== undefined;
  if (!("channelId" in command) || begun(command.channelId)) return { known, begun };
  const { channelId } = command;
  const last = await lastLogged(store, agentId, channelId);
  if (last === undefined) return { known, begun };
  return { known: { ...known, [channelId]: last }, begun: (it) => it === channelId || begun(it) };
}

/** Which channels pause together, for a command that asks for it. */
async function groupsOf(
  { configuration }: PresenceDeps,
  seats: readonly Seat[],
  known: Presences,
  command: PresenceCommand,
): Promise<(channelId: ChannelId) => ReadonlySet<ChannelId>> {
  if (command.do !== "online" && command.do !== "pause") return (channelId) => new Set([channelId]);
  const served = new Set(seats.flatMap((seat) => seat.queueIds));
  const queues = (await withAll(configuration.queues, [...served])).filter(({ id }) => served.has(id));
  const all = entriesOf(known).map(([channelId]) => channelId);
  return (channelId) => pausedTogether(queues, channelId, [...all, channelId]);
}

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
    if (found !== undefined) {
      const { status, at: since, pause } = found;
      return { status, since, ...(pause === undefined ? {} : { pause }) };
    }
    before = page.next;
  } while (before !== undefined);
  return undefined;
}
