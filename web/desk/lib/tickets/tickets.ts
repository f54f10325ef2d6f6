import type { TicketId } from "../../../../shared/contracts/ids.ts";
import type { ServerMessage } from "../../../../shared/contracts/socket-messages.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { ApiError } from "../api/error.ts";
import type { Call } from "../api/client.ts";
import type { PersonActor } from "../../../../shared/domain/authorisation.ts";
import { createStore, type Store } from "../store.ts";
import { dropHead, type Heads, type ListName, noHeads, putHead, putList } from "./lists.ts";

/** How far each list has been loaded. */
export type Loaded = "not-yet" | "loading" | "loaded" | ApiError;

export interface TicketsState {
  readonly heads: Heads;
  readonly loaded: Readonly<Record<ListName, Loaded>>;
}

/** The tickets in a person's lists, kept up to date by the socket. */
export interface Tickets {
  readonly state: Pick<Store<TicketsState>, "get" | "subscribe">;
  /** Loads a list the first time it is shown, and again after a failure. */
  readonly show: (list: ListName) => void;
  /** Loads a list again that was loaded. What goes wrong leaves it as it is. */
  readonly again: (list: ListName) => Promise<void>;
  readonly takeHead: (head: Ticket) => void;
  /** Forgets a ticket that the person may not see any more. */
  readonly forget: (ticketId: TicketId) => void;
  readonly take: (message: ServerMessage) => void;
  /** Loads again whatever was loaded, after a break of the socket. */
  readonly resume: () => void;
  readonly headOf: (ticketId: TicketId) => Ticket | undefined;
}

/** More of a list than this is not loaded: nobody looks through it, and it fills from the front again. */
const most = 500;

/** `person` tells who looks, as they are at that moment: what they serve and may changes while they are signed in. */
export function createTickets(deps: { readonly call: Call; readonly person: () => PersonActor }): Tickets {
  const first: TicketsState = {
    heads: noHeads,
    loaded: { open: "not-yet", waiting: "not-yet", snoozed: "not-yet", bot: "not-yet" },
  };
  const state = createStore(first);

  const setHeads = (heads: Heads): void => state.set({ ...state.get(), heads });
  const setLoaded = (list: ListName, loaded: Loaded): void =>
    state.set({ ...state.get(), loaded: { ...state.get().loaded, [list]: loaded } });

  const load = async (list: ListName): Promise<void> => {
    const before = state.get().heads;
    if (state.get().loaded[list] !== "loaded") setLoaded(list, "loading");
    try {
      const items: Ticket[] = [];
      let cursor: string | null | undefined;
      do {
        // Who supervises others would be given theirs too.
        const whose = list === "open" || list === "snoozed" ? { agentId: deps.person().id } : {};
        const page = await deps.call("listTickets", {
          query: { list, limit: 100, ...whose, ...(cursor == null ? {} : { cursor }) },
        });
        items.push(...page.items);
        ({ cursor } = page);
      } while (cursor !== null && items.length < most);
      setHeads(putList(state.get().heads, before, list, deps.person(), items));
      setLoaded(list, "loaded");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // What is shown already stays: the next break of the socket, or the person, asks again.
      if (state.get().loaded[list] !== "loaded") setLoaded(list, error);
    }
  };

  const takeHead = (head: Ticket): void => setHeads(putHead(state.get().heads, head));

  return {
    state,
    takeHead,
    forget: (ticketId) => setHeads(dropHead(state.get().heads, ticketId)),
    headOf: (ticketId) => state.get().heads.get(ticketId),
    show(list) {
      const { [list]: loaded } = state.get().loaded;
      if (loaded === "not-yet" || loaded instanceof ApiError) void load(list);
    },
    async again(list) {
      if (state.get().loaded[list] === "loaded") await load(list);
    },
    take(message) {
      for (const one of message.type === "batch" ? message.messages : [message]) {
        if (one.type === "entry" || one.type === "ticket") takeHead(one.head);
      }
    },
    resume() {
      const { loaded } = state.get();
      for (const list of Object.keys(loaded) as ListName[]) {
        if (loaded[list] === "loaded" || loaded[list] instanceof ApiError) void load(list);
      }
    },
  };
}
