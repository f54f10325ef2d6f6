import type { ApiError } from "../api/error.ts";
import type { Content } from "../../../../shared/contracts/content.ts";
import type { Entry, OutboundMessage } from "../../../../shared/contracts/timeline.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { type Entries, knowUpTo, mergeEntries, noEntries } from "./merge.ts";

/** What an agent may send: text, or a template. */
export type Sendable = Extract<Content, { type: "text" | "template" }>;

/**
 * A message on its way to the API. `unconfirmed`: no answer came, so it may have been taken; sending it again under the same id
 * says nothing twice. `failed`: it was refused.
 */
export interface Send {
  readonly clientMessageId: string;
  readonly content: Sendable;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: "pending" | "unconfirmed" | "failed";
  readonly error: ApiError | null;
}

/** A conversation as it is shown: the head, its entries, what is being sent, and how far loading has come. */
export interface Conversation {
  readonly head: Ticket | null;
  readonly entries: Entries;
  readonly sends: readonly Send[];
  readonly loading: "none" | "newest" | "older";
  /** Why it is not known how things stand now. */
  readonly error: ApiError | null;
  /** Why the page before the first entry did not come. */
  readonly olderError: ApiError | null;
}

/** Whether the ticket is not there any more for this person: what is shown of it is how it was. */
export const isGone = ({ error }: Conversation): boolean => error?.code === "NOT_FOUND";

export const emptyConversation: Conversation = {
  head: null,
  entries: noEntries,
  sends: [],
  loading: "none",
  error: null,
  olderError: null,
};

/** Takes in entries; a send that has become an entry is no send any more. */
export function withEntries(conversation: Conversation, arrived: readonly Entry[]): Conversation {
  const entries = mergeEntries(conversation.entries, arrived);
  const ids = new Set(arrived.flatMap((entry) => (isOutbound(entry) ? [entry.clientMessageId] : [])));
  const sends = conversation.sends.filter((send) => !ids.has(send.clientMessageId));
  return {
    ...conversation,
    entries,
    sends: sends.length === conversation.sends.length ? conversation.sends : sends,
  };
}

/** Takes a head that is not older than the one known. By a newer one a ticket that was gone is there again. */
export function withHead(conversation: Conversation, head: Ticket): Conversation {
  const former = conversation.head?.version ?? 0;
  if (head.version < former) return conversation;
  const error = isGone(conversation) && head.version > former ? null : conversation.error;
  return { ...conversation, head, error, entries: knowUpTo(conversation.entries, head.version) };
}

/** Adds a send, or changes the one of the same id. */
export function withSend(conversation: Conversation, send: Send): Conversation {
  const others = conversation.sends.filter(({ clientMessageId }) => clientMessageId !== send.clientMessageId);
  const sends =
    others.length === conversation.sends.length
      ? [...others, send]
      : conversation.sends.map((it) => (it.clientMessageId === send.clientMessageId ? send : it));
  return { ...conversation, sends };
}

/** Changes a send that is still one: its entry may have come meanwhile. */
export function changeSend(conversation: Conversation, id: string, change: Partial<Send>): Conversation {
  const former = conversation.sends.find(({ clientMessageId }) => clientMessageId === id);
  return former === undefined ? conversation : withSend(conversation, { ...former, ...change });
}

/** Whether a send may still become an entry without anybody doing anything. */
export const isOnItsWay = ({ state }: Send): boolean => state !== "failed";

/** Forgets a send that its author gave up. */
export const withoutSend = (conversation: Conversation, id: string): Conversation => ({
  ...conversation,
  sends: conversation.sends.filter(({ clientMessageId }) => clientMessageId !== id),
});

const isOutbound = (entry: Entry): entry is OutboundMessage =>
  entry.type === "message" && entry.direction === "out";

/**
 * From which number on the timeline is to be asked after a break: what follows the last entry, and before that every message
 * whose ticks may have changed meanwhile. At most `reach` entries back: older ones tell their ticks when they are read again.
 */
export function askAfter({ entries: { shown } }: Conversation, reach = 200): number {
  const last = shown.at(-1)?.number ?? 0;
  const first = shown[0]?.number ?? 1;
  for (const entry of shown.slice(-reach)) {
    if (isOutbound(entry) && entry.delivery.status !== "read" && entry.delivery.status !== "failed")
      return Math.max(entry.number - 1, first - 1, 0);
  }
  return last;
}
