import type { Channel, Queue } from "../directory/directory.ts";
import type { ChannelId, QueueId } from "../../../../shared/contracts/ids.ts";
import type { AnswerOf } from "../api/types.ts";
import type { PresenceStatus } from "../../../../shared/contracts/organisation.ts";
import { pausedTogether } from "../../../../shared/domain/presence.ts";
import { serves } from "../../../../shared/domain/reception-queues.ts";

/** What a person is on one channel, and since when. */
export type ChannelPresence = AnswerOf<"myPresence">["items"][number];

/** Presences on channels; on one that is not named the person is offline. */
export type Known = readonly ChannelPresence[];

/** What the person is on a channel. */
export const statusOn = (known: Known, channelId: ChannelId): PresenceStatus =>
  known.find((it) => it.channelId === channelId)?.status ?? "offline";

/** Takes in presences as answers and messages tell them, in any order: of two on one channel the later counts. */
export function withPresences(known: Known, told: Known): Known {
  const next = new Map(known.map((it) => [it.channelId, it]));
  for (const it of told) {
    const former = next.get(it.channelId);
    if (former === undefined || former.since <= it.since) next.set(it.channelId, it);
  }
  return [...next.values()];
}

/** The queues that a person serves. */
export const queuesServed = (queues: readonly Queue[], queueIds: readonly QueueId[]): readonly Queue[] =>
  queues.filter(({ id }) => queueIds.includes(id));

/** The channels that a person is there for: those whose contacts come into a queue of theirs, and where they are not offline. */
export const channelsServed = (
  channels: readonly Channel[],
  queues: readonly Queue[],
  known: Known,
): readonly Channel[] =>
  channels.filter(({ id }) => queues.some((it) => serves(it, id)) || statusOn(known, id) !== "offline");

/** The other channels on which the person pauses and resumes with this one, because they share a queue. */
export const sharingWith = (
  channels: readonly Channel[],
  queues: readonly Queue[],
  channelId: ChannelId,
): readonly Channel[] => {
  const all = channels.map(({ id }) => id);
  const together = pausedTogether(queues, channelId, all);
  return channels.filter(({ id }) => id !== channelId && together.has(id));
};

/** A person's presence in one word: online where they are so anywhere, else paused, else offline. */
export interface Overall {
  readonly status: PresenceStatus;
  /** On how many channels they are not offline. */
  readonly present: number;
  readonly of: number;
}

/** What a person is on these channels taken together. */
export function overall(known: Known, channels: readonly Pick<Channel, "id">[]): Overall {
  const all = channels.map(({ id }) => statusOn(known, id));
  const status = all.includes("online") ? "online" : all.includes("paused") ? "paused" : "offline";
  return { status, present: all.filter((it) => it !== "offline").length, of: all.length };
}

/**
 * On which channel to ask next, so that the person becomes `goal` on all of them one request after the other; null once they
 * are. Pausing leaves offline what is offline, and going online ends pauses first, as who comes online beside a pause joins it.
 */
export function nextTowards(
  goal: PresenceStatus,
  known: Known,
  channels: readonly Pick<Channel, "id">[],
): ChannelId | null {
  const wanted = {
    online: ["paused", "offline"],
    paused: ["online"],
    offline: ["online", "paused"],
  } as const satisfies Record<PresenceStatus, readonly PresenceStatus[]>;
  for (const status of wanted[goal]) {
    const found = channels.find(({ id }) => statusOn(known, id) === status);
    if (found !== undefined) return found.id;
  }
  return null;
}
