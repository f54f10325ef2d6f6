import type { AgentId, QueueId } from "../../../../../shared/contracts/ids.ts";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import type { Time } from "../../../../../shared/contracts/values.ts";
import type words from "../words/pt-BR.json";

/** An entry that is neither a message nor a note. */
export type Event = Exclude<Entry, { type: "message" | "note" }>;

type Plain = Exclude<keyof (typeof words)["event"], "aQueue" | `rated_${string}`>;

/** Which words say what happened, and what goes into them. */
export interface EventWords {
  readonly key: Plain | "rated";
  readonly queueId?: QueueId;
  readonly contact?: string;
  readonly protocol?: string;
  readonly time?: Time;
  readonly count?: number;
}

/** How an event is told to `agentId`; null where it tells a person nothing. */
export function wordsOf(entry: Event, agentId: AgentId): EventWords | null {
  switch (entry.type) {
    case "opened":
      return { key: "opened", contact: entry.contactName };
    case "reception":
      return null;
    case "queued":
      return { key: "queued", queueId: entry.queueId, protocol: entry.protocol };
    case "assigned": {
      const verb = entry.mode === "taken" ? "taken" : "assigned";
      return { key: entry.agentId === agentId ? `${verb}You` : verb };
    }
    case "requeued":
      return { key: "requeued", queueId: entry.queueId };
    case "moved":
      return { key: "moved", queueId: entry.queueId };
    case "transferred":
      return { key: entry.agentId === agentId ? "transferredYou" : "transferred", queueId: entry.queueId };
    case "snoozed":
      return { key: "snoozed", time: entry.until };
    case "woken":
      return { key: wokenBy[entry.because] };
    case "returned":
      return { key: "returned" };
    case "marked":
      return { key: entry.unread ? "markedUnread" : "markedRead" };
    case "tagged":
      return { key: "tagged" };
    case "closed":
      return { key: entry.reason === "inactivity" ? "closedInactivity" : "closed" };
    case "rated":
      return { key: "rated", count: entry.score };
    default:
      // A newer version of the desk may tell of things that this page does not know.
      return null;
  }
}

const wokenBy = {
  due: "wokenDue",
  contact: "wokenContact",
  agent: "wokenOther",
  moved: "wokenOther",
} as const;
