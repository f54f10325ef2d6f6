import type { TicketId } from "../../../../shared/contracts/ids.ts";
import type { ServerMessage, SingleSocketMessage } from "../../../../shared/contracts/socket-messages.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { ApiError } from "../api/error.ts";
import type { Call } from "../api/client.ts";
import type { Clock } from "../time/clock.ts";
import { createStore, type Store } from "../store.ts";
import {
  askAfter,
  emptyConversation,
  withEntries,
  withHead,
  type Conversation,
  type Sendable,
} from "./conversation.ts";
import { firstShown, mergeDelivery, missingAfter } from "./merge.ts";
import { createSender } from "./sender.ts";

/** Every conversation this tab has looked at. */
export interface Conversations {
  /** The conversation of a ticket; loads its newest entries the first time it is watched. */
  readonly of: (ticketId: TicketId) => Pick<Store<Conversation>, "get" | "subscribe">;
  /** Says that a person looks at it: while they do it is kept up to date. */
  readonly watch: (ticketId: TicketId) => () => void;
  /** Loads the page before the first entry. */
  readonly older: (ticketId: TicketId) => Promise<void>;
  /** Tries again what failed to load. */
  readonly reload: (ticketId: TicketId) => Promise<void>;
  readonly send: (ticketId: TicketId, content: Sendable) => void;
  readonly resend: (ticketId: TicketId, clientMessageId: string) => void;
  readonly discard: (ticketId: TicketId, clientMessageId: string) => void;
  /** Takes the head that a command answered. */
  readonly takeHead: (head: Ticket) => void;
  /** Takes a message of the socket. */
  readonly take: (message: ServerMessage) => void;
  /** Asks what was missed, after a break of the socket. */
  readonly resume: () => void;
}

export interface ConversationsDeps {
  readonly call: Call;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** A page of entries; and how many conversations that nobody looks at are remembered. */
const [pageSize, remembered] = [50, 40];

interface Kept {
  readonly store: Store<Conversation>;
  watchers: number;
  asking: boolean;
  askAgain: boolean;
}

export function createConversations(deps: ConversationsDeps): Conversations {
  const kept = new Map<TicketId, Kept>();

  const keptOf = (ticketId: TicketId): Kept => {
    const known = kept.get(ticketId);
    if (known !== undefined) return known;
    forgetOldest();
    const fresh: Kept = {
      store: createStore(emptyConversation),
      watchers: 0,
      asking: false,
      askAgain: false,
    };
    kept.set(ticketId, fresh);
    return fresh;
  };

  /** Of those nobody looks at and nothing is sent in, the ones looked at longest ago go. */
  const forgetOldest = (): void => {
    const idle = [...kept].filter(
      ([, { store, watchers }]) => watchers === 0 && store.get().sends.length === 0,
    );
    for (const [ticketId] of idle.slice(0, Math.max(0, idle.length - remembered))) kept.delete(ticketId);
  };

  const change = (ticketId: TicketId, how: (conversation: Conversation) => Conversation): void => {
    const { store } = keptOf(ticketId);
    store.set(how(store.get()));
  };

  const sender = createSender(deps, change);

  const takeHead = (head: Ticket): void => {
    if (!kept.has(head.id)) return;
    change(head.id, (it) => withHead(it, head));
    fillGap(head.id);
  };

  /** Asks for what follows the last entry without a gap, where something is known to. */
  const fillGap = (ticketId: TicketId): void => {
    const it = kept.get(ticketId);
    if (it === undefined || it.watchers === 0 || it.store.get().entries.shown.length === 0) return;
    if (missingAfter(it.store.get().entries) !== null) void catchUp(ticketId, it, missingAfter);
  };

  const catchUp = async (
    ticketId: TicketId,
    it: Kept,
    from: (entries: Conversation["entries"]) => number | null,
  ): Promise<void> => {
    if (it.asking) {
      it.askAgain = true;
      return;
    }
    it.asking = true;
    try {
      let after = from(it.store.get().entries);
      while (after !== null) {
        const { items, more } = await deps.call("getTimeline", {
          params: { ticketId },
          query: { after, limit: 100 },
        });
        change(ticketId, (conversation) => withEntries({ ...conversation, error: null }, items));
        const last = items.at(-1)?.number ?? after;
        after = more ? last : missingAfter(it.store.get().entries);
        if (items.length === 0) break;
      }
    } catch (error) {
      change(ticketId, (conversation) => ({ ...conversation, error: apiError(error) }));
      return;
    } finally {
      it.asking = false;
    }
    if (it.askAgain) {
      it.askAgain = false;
      await catchUp(ticketId, it, missingAfter);
    }
  };

  const load = async (ticketId: TicketId, which: "newest" | "older"): Promise<void> => {
    const { store } = keptOf(ticketId);
    const { loading, entries } = store.get();
    const before = which === "older" ? firstShown(entries) : null;
    if (loading !== "none" || before === 1) return;
    change(ticketId, (it) => ({ ...it, loading: which, error: null }));
    try {
      const query = { limit: pageSize, ...(before === null ? {} : { before }) };
      const [head, page] = await Promise.all([
        which === "newest" ? deps.call("getTicket", { params: { ticketId } }) : null,
        deps.call("getTimeline", { params: { ticketId }, query }),
      ]);
      change(ticketId, (it) => withEntries({ ...it, loading: "none" }, page.items));
      if (head !== null) change(ticketId, (it) => withHead(it, head));
    } catch (error) {
      change(ticketId, (it) => ({ ...it, loading: "none", error: apiError(error) }));
      return;
    }
    fillGap(ticketId);
  };

  const takeOne = (message: SingleSocketMessage): void => {
    switch (message.type) {
      case "entry":
        if (!kept.has(message.ticketId)) return;
        change(message.ticketId, (it) => withHead(withEntries(it, [message.entry]), message.head));
        return fillGap(message.ticketId);
      case "message-status":
        if (!kept.has(message.ticketId)) return;
        return change(message.ticketId, (it) => ({
          ...it,
          entries: mergeDelivery(it.entries, message.number, message.delivery),
        }));
      case "ticket":
        // A conversation that comes to this person can be shown before it was asked for.
        if (message.entries.length > 0) change(message.ticketId, (it) => withEntries(it, message.entries));
        return takeHead(message.head);
      default:
        // The other kinds are about the person and the line.
        return;
    }
  };

  return {
    of: (ticketId) => keptOf(ticketId).store,
    watch(ticketId) {
      const it = keptOf(ticketId);
      // Looked at last: the map's order is the order of forgetting.
      kept.delete(ticketId);
      kept.set(ticketId, it);
      it.watchers += 1;
      if (it.store.get().entries.shown.length === 0 || it.store.get().head === null)
        void load(ticketId, "newest");
      else void catchUp(ticketId, it, () => askAfter(it.store.get()));
      return () => {
        it.watchers -= 1;
      };
    },
    older: (ticketId) => load(ticketId, "older"),
    reload: (ticketId) => load(ticketId, "newest"),
    ...sender,
    takeHead,
    take(message) {
      for (const one of message.type === "batch" ? message.messages : [message]) takeOne(one);
    },
    resume() {
      for (const [ticketId, it] of kept) {
        sender.resume(ticketId, it.store.get());
        if (it.watchers === 0) continue;
        if (it.store.get().entries.shown.length === 0) void load(ticketId, "newest");
        else void catchUp(ticketId, it, () => askAfter(it.store.get()));
      }
    },
  };
}

/** The API's error; anything else is a mistake of this program and is not hidden. */
function apiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
