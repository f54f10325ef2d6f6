import type { TicketId } from "../../../../shared/contracts/ids.ts";
import type { ServerMessage, SingleSocketMessage } from "../../../../shared/contracts/socket-messages.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { ApiError } from "../api/error.ts";
import { createStore, type Store } from "../store.ts";
import {
  askAfter,
  emptyConversation,
  isOnItsWay,
  withEntries,
  withHead,
  type Conversation,
  type Sendable,
} from "./conversation.ts";
import { firstShown, mergeDelivery, missingAfter } from "./merge.ts";
import { createSender, type SenderDeps } from "./sender.ts";

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
  /** `clientMessageId`: under which id, where it follows from what is sent. */
  readonly send: (ticketId: TicketId, content: Sendable, clientMessageId?: string) => void;
  readonly resend: (ticketId: TicketId, clientMessageId: string) => void;
  readonly discard: (ticketId: TicketId, clientMessageId: string) => void;
  /** Takes the head that a command answered. */
  readonly takeHead: (head: Ticket) => void;
  /** Takes a message of the socket. */
  readonly take: (message: ServerMessage) => void;
  /** Takes that a ticket is not there any more for this person. */
  readonly gone: (ticketId: TicketId, error: ApiError) => void;
  /** Asks what was missed, after a break of the socket. */
  readonly resume: () => void;
  /** Whether something is on its way to the API, and would be lost with this tab. */
  readonly isSending: () => boolean;
  readonly close: () => void;
}

export interface ConversationsDeps extends SenderDeps {
  /** Hears of a ticket that turned out not to be there any more for this person. */
  readonly onGone: (ticketId: TicketId) => void;
}

/** A page of entries; and how many conversations that nobody looks at are remembered. */
const [pageSize, remembered] = [50, 40];

interface Kept {
  readonly store: Store<Conversation>;
  watchers: number;
  asking: boolean;
  askAgain: From | null;
}

/** After which number the timeline is asked, or null where it need not be. */
type From = (conversation: Conversation) => number | null;
const fromGap: From = ({ entries }) => missingAfter(entries);
const fromTicks: From = (conversation) => askAfter(conversation);

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
      askAgain: null,
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

  const failed = (ticketId: TicketId, error: ApiError): void => {
    change(ticketId, (it) => ({ ...it, loading: "none", error }));
    if (error.code === "NOT_FOUND") deps.onGone(ticketId);
  };

  const takeHead = (head: Ticket): void => {
    if (!kept.has(head.id)) return;
    change(head.id, (it) => withHead(it, head));
    fillGap(head.id);
  };

  /** Asks for what follows the last entry without a gap, where something is known to. */
  const fillGap = (ticketId: TicketId): void => {
    const it = kept.get(ticketId);
    if (it === undefined || it.watchers === 0 || it.store.get().entries.shown.length === 0) return;
    if (missingAfter(it.store.get().entries) !== null) void catchUp(ticketId, it, fromGap);
  };

  const catchUp = async (ticketId: TicketId, it: Kept, from: From): Promise<void> => {
    if (it.asking) {
      // Who asks from further back asks for more.
      it.askAgain = it.askAgain === null || from !== fromGap ? from : it.askAgain;
      return;
    }
    it.asking = true;
    try {
      let after = from(it.store.get());
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
      failed(ticketId, apiError(error));
      return;
    } finally {
      it.asking = false;
    }
    const again = it.askAgain;
    it.askAgain = null;
    if (again !== null) await catchUp(ticketId, it, again);
  };

  /** Asks how things stand: the head, as no entry tells all that becomes of a ticket, and what was said since. */
  const refresh = async (ticketId: TicketId, it: Kept): Promise<void> => {
    try {
      const head = await deps.call("getTicket", { params: { ticketId } });
      change(ticketId, (conversation) => withHead(conversation, head));
    } catch (error) {
      return failed(ticketId, apiError(error));
    }
    await catchUp(ticketId, it, fromTicks);
  };

  /** What was loaded is brought up to date; otherwise it is loaded. */
  const look = async (ticketId: TicketId, it: Kept): Promise<void> => {
    const { entries, head } = it.store.get();
    await (entries.shown.length === 0 || head === null ? load(ticketId, "newest") : refresh(ticketId, it));
  };

  const load = async (ticketId: TicketId, which: "newest" | "older"): Promise<void> => {
    const { store } = keptOf(ticketId);
    const { loading, entries } = store.get();
    const before = which === "older" ? firstShown(entries) : null;
    if (loading !== "none" || before === 1) return;
    const error = which === "older" ? "olderError" : "error";
    change(ticketId, (it) => ({ ...it, loading: which, [error]: null }));
    try {
      const query = { limit: pageSize, ...(before === null ? {} : { before }) };
      const [head, page] = await Promise.all([
        which === "newest" ? deps.call("getTicket", { params: { ticketId } }) : null,
        deps.call("getTimeline", { params: { ticketId }, query }),
      ]);
      change(ticketId, (it) => withEntries({ ...it, loading: "none" }, page.items));
      if (head !== null) change(ticketId, (it) => withHead(it, head));
    } catch (failure) {
      const why = apiError(failure);
      if (which === "newest" || why.code === "NOT_FOUND") return failed(ticketId, why);
      return change(ticketId, (it) => ({ ...it, loading: "none", olderError: why }));
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
      void look(ticketId, it);
      return () => {
        it.watchers -= 1;
      };
    },
    older: (ticketId) => load(ticketId, "older"),
    reload: (ticketId) => look(ticketId, keptOf(ticketId)),
    ...sender,
    takeHead,
    take(message) {
      for (const one of message.type === "batch" ? message.messages : [message]) takeOne(one);
    },
    gone: failed,
    resume() {
      sender.resume();
      for (const [ticketId, it] of kept) if (it.watchers > 0) void look(ticketId, it);
    },
    isSending: () => [...kept.values()].some(({ store }) => store.get().sends.some(isOnItsWay)),
    close: sender.close,
  };
}

/** The API's error; anything else is a mistake of this program and is not hidden. */
function apiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
