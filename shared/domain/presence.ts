import type { ChannelId, PauseReasonId } from "../contracts/ids.ts";
import type { Presence, Queue } from "../contracts/organisation.ts";
import type { Time } from "../contracts/values.ts";
import { addSeconds } from "./time.ts";

/** A person's presence on each channel of which anything is known; on any other they are offline. */
export type Presences = Readonly<Partial<Record<ChannelId, Presence>>>;

/** A presence without its beginning. */
export type Standing = Pick<Presence, "status" | "pause">;

/** What is asked of a person's presence. */
export type PresenceCommand =
  /** The person themself, about one channel. */
  | { readonly do: "online" | "offline"; readonly channelId: ChannelId }
  | { readonly do: "pause"; readonly channelId: ChannelId; readonly reasonId: PauseReasonId | null }
  /** A supervisor: paused wherever the person is online. */
  | { readonly do: "induce"; readonly reasonId: PauseReasonId | null }
  /** A supervisor: an end of every pause. */
  | { readonly do: "resume" }
  /** Offline everywhere; a presence that is newer than `notNewerThan` belongs to a later session and stays. */
  | { readonly do: "leave"; readonly notNewerThan?: Time | undefined };

/** The channels that a queue takes contacts from; none named: all there are. */
type Feeds = Pick<Queue, "channelIds">;

/**
 * The channels that pause and resume together with this one, itself included: those that feed a queue which it feeds too,
 * and so on from these. `queues` are those that the person serves, `all` every channel there is.
 */
export function pausedTogether(
  queues: readonly Feeds[],
  channelId: ChannelId,
  all: readonly ChannelId[],
): ReadonlySet<ChannelId> {
  const together = new Set<ChannelId>([channelId]);
  const feeds = queues.map(({ channelIds }) => (channelIds.length === 0 ? all : channelIds));
  // A channel added while the set is gone through is gone through too.
  for (const one of together)
    for (const channels of feeds)
      if (channels.includes(one)) for (const other of channels) together.add(other);
  return together;
}

/**
 * What becomes of a person's presence: the channels that change, and into what. `together` says which channels pause
 * together. Where one is offline neither a pause nor its end of another channel changes that; who comes online on a
 * channel of a group that is paused joins the pause, with its reason.
 */
export function decidePresence(
  known: Presences,
  command: PresenceCommand,
  together: (channelId: ChannelId) => ReadonlySet<ChannelId>,
): ReadonlyMap<ChannelId, Standing> {
  const every = entriesOf(known);
  const inStatus = (status: Presence["status"]): readonly ChannelId[] =>
    every.flatMap(([channelId, presence]) => (presence.status === status ? [channelId] : []));
  const becoming = (channels: readonly ChannelId[], standing: Standing) =>
    new Map(channels.map((channelId) => [channelId, standing] as const));
  switch (command.do) {
    case "online": {
      const { channelId } = command;
      const group = together(channelId);
      const paused = inStatus("paused").filter((it) => group.has(it));
      const [first] = paused;
      const status = statusOf(known, channelId);
      if (status === "offline" && first !== undefined) return becoming([channelId], standingOf(known[first]));
      return becoming([...paused, ...(status === "offline" ? [channelId] : [])], { status: "online" });
    }
    case "pause": {
      const { channelId, reasonId } = command;
      const group = together(channelId);
      const online = inStatus("online").filter((it) => group.has(it));
      const comes = statusOf(known, channelId) === "offline" ? [channelId] : [];
      return becoming([...online, ...comes], { status: "paused", pause: { reasonId, induced: false } });
    }
    case "offline":
      return becoming(statusOf(known, command.channelId) === "offline" ? [] : [command.channelId], offline);
    case "induce":
      return becoming(inStatus("online"), {
        status: "paused",
        pause: { reasonId: command.reasonId, induced: true },
      });
    case "resume":
      return becoming(inStatus("paused"), { status: "online" });
    case "leave": {
      const { notNewerThan } = command;
      const leaving = every.filter(
        ([, { status, since }]) =>
          status !== "offline" && (notNewerThan === undefined || since <= notNewerThan),
      );
      return becoming(
        leaving.map(([channelId]) => channelId),
        offline,
      );
    }
  }
}

const offline: Standing = { status: "offline" };

/** What a person is on a channel. */
const statusOf = (known: Presences, channelId: ChannelId): Presence["status"] =>
  known[channelId]?.status ?? "offline";

const standingOf = (presence: Presence | undefined): Standing => {
  const { status, pause } = presence ?? offline;
  return pause === undefined ? { status } : { status, pause };
};

/** Whether a person is there on any channel, online or paused. */
export const isPresent = (known: Presences): boolean =>
  entriesOf(known).some(([, { status }]) => status !== "offline");

/** When what begins now may end: clocks of two sandboxes differ, and an interval never begins before the one it ends. */
export const justAfter = (since: Time): Time => addSeconds(since, 0.001);

/** The presences as pairs. */
export const entriesOf = (known: Presences): readonly (readonly [ChannelId, Presence])[] =>
  Object.entries(known) as [ChannelId, Presence][];

/** A line of the presence log: from `at` on this is how the person is there on the channel. */
export type PresenceRecord = Standing & { readonly channelId: ChannelId; readonly at: Time };

/** A time in which nothing changed: from `from` until just before `to`. */
export type PresenceInterval = Standing & {
  readonly channelId: ChannelId;
  readonly from: Time;
  readonly to: Time;
};

/**
 * The intervals that a person's log amounts to at `until`, channel by channel in order of time: from a channel's first
 * record they follow each other without hole or overlap and end with `until`. Records of `until` or later say nothing yet.
 */
export function intervalsOf(records: readonly PresenceRecord[], until: Time): readonly PresenceInterval[] {
  const channels = Map.groupBy(
    records.filter(({ at }) => at < until),
    ({ channelId }) => channelId,
  );
  return [...channels.values()].flatMap((own) => {
    const inOrder = own.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    return inOrder.map(({ at: from, ...standing }, index) => ({
      ...standing,
      from,
      to: inOrder[index + 1]?.at ?? until,
    }));
  });
}
