import type { AgentId, QueueId, TagId } from "../../../../../shared/contracts/ids.ts";
import type { Author, Entry } from "../../../../../shared/contracts/timeline.ts";
import type { Time } from "../../../../../shared/contracts/values.ts";
import type words from "../words/pt-BR.json";

/** An entry that is neither a message nor a note. */
export type Event = Exclude<Entry, { type: "message" | "note" }>;

type Key = Exclude<keyof (typeof words)["event"], "aQueue" | "aTag" | "you" | "somebody" | `rated_${string}`>;

/** A phrase of what happened: which words, and what goes into them. */
export interface Phrase {
  readonly key: Key | "rated";
  /** Who did it, or whom it happened to. */
  readonly by?: Author;
  /** The other person of it. */
  readonly agentId?: AgentId | null;
  readonly queueId?: QueueId;
  readonly tagIds?: readonly TagId[];
  readonly contact?: string;
  readonly protocol?: string;
  readonly template?: string;
  readonly time?: Time;
  readonly count?: number;
}

const agent = (agentId: AgentId): Author => ({ kind: "agent", agentId });
const forced = (is: boolean): readonly Phrase[] => (is ? [{ key: "forced" }] : []);

/** How an event is told, in phrases; none where it tells a person nothing. */
export function phrasesOf(entry: Event): readonly Phrase[] {
  const { by } = entry;
  switch (entry.type) {
    case "opened": {
      const contact = entry.contactName;
      return [by.kind === "agent" ? { key: "openedBy", by, contact } : { key: "opened", contact }];
    }
    case "queued":
      return [{ key: "queued", queueId: entry.queueId, protocol: entry.protocol }];
    case "assigned":
      return [{ key: assignedBy[entry.mode], by: agent(entry.agentId) }, ...forced(entry.forced)];
    case "requeued":
      return [{ key: requeuedFor[entry.reason], by, queueId: entry.queueId, agentId: entry.from.agentId }];
    case "moved":
      return [{ key: movedFor[entry.reason] ?? "moved", queueId: entry.queueId }];
    case "transferred": {
      const over = by.kind === "agent" && by.agentId === entry.agentId;
      const { agentId, queueId } = entry;
      return [{ key: over ? "takenOver" : "transferred", by, agentId, queueId }, ...forced(entry.forced)];
    }
    case "snoozed":
      return [
        { key: "snoozed", by, time: entry.until },
        ...(entry.template === null
          ? []
          : [{ key: "snoozedTemplate", template: entry.template.name } as const]),
      ];
    case "woken":
      return [
        { key: wokenBy[entry.because], by },
        ...(entry.agentId === null ? [{ key: "waits", queueId: entry.queueId } as const] : []),
      ];
    case "returned":
      return [{ key: "returned", by }];
    case "marked":
      return [{ key: entry.unread ? "markedUnread" : "markedRead", by }];
    case "tagged":
      return [
        entry.tagIds.length === 0 ? { key: "untagged", by } : { key: "tagged", by, tagIds: entry.tagIds },
      ];
    case "closed":
      return [
        { key: closedFor[entry.reason], by },
        ...(entry.tagIds.length === 0 ? [] : [{ key: "closedTags", tagIds: entry.tagIds } as const]),
      ];
    case "rated":
      return [{ key: "rated", count: entry.score }];
    default:
      // Steps of the reception are told by its messages. A newer version may tell of things that this page does not know.
      return [];
  }
}

/** What a colleague wrote along with it, if anything. */
export const noteWith = (entry: Event): string | null =>
  entry.type === "transferred" || entry.type === "requeued" ? entry.note : null;

const assignedBy = { routed: "assigned", taken: "taken", outreach: "outreach" } as const;

const requeuedFor = {
  "agent-signed-out": "requeuedSignedOut",
  "agent-deactivated": "requeuedDeactivated",
  "agent-removed": "requeuedRemoved",
  "queue-removed": "movedQueueRemoved",
  "sector-removed": "movedSectorRemoved",
  transferred: "requeuedTransferred",
  woken: "requeued",
} as const;

const movedFor: Readonly<Partial<Record<string, Key>>> = {
  "queue-removed": "movedQueueRemoved",
  "sector-removed": "movedSectorRemoved",
};

const wokenBy = {
  due: "wokenDue",
  contact: "wokenContact",
  agent: "wokenAgent",
  moved: "wokenOther",
} as const;

const closedFor = {
  agent: "closed",
  inactivity: "closedInactivity",
  dropped: "closedDropped",
  expired: "closedExpired",
  refused: "closedRefused",
  removed: "closedRemoved",
} as const;
