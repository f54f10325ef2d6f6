import type { AgentId, ChannelId } from "../../../../shared/contracts/ids.ts";
import type { ServerMessage } from "../../../../shared/contracts/socket-messages.ts";
import { type ConnectionStatus, createConnection } from "../sockets/connection.ts";
import { electBy, openWebSocket } from "../sockets/browser.ts";
import { after, tabChannel } from "../session/browser.ts";
import type { Call } from "../api/client.ts";
import type { Clock } from "../time/clock.ts";
import type { EndReason } from "../session/ports.ts";
import type { Me, Session } from "../session/session.ts";
import { createConversations, type Conversations } from "../timeline/conversations.ts";
import { createSharedConnection, type SharedMessage } from "../sockets/shared.ts";
import { createStore, type Store } from "../store.ts";
import { createTickets, type Tickets } from "../tickets/tickets.ts";

/** What the pages of a signed-in person work with. */
export interface Desk {
  readonly me: Me;
  readonly agentId: AgentId;
  readonly call: Call;
  readonly clock: Clock;
  readonly tickets: Tickets;
  readonly conversations: Conversations;
  /** Whether what happens is told at once. */
  readonly connection: Pick<Store<ConnectionStatus>, "get" | "subscribe">;
  /** When the person's access hours end, once the desk has warned of it; ISO 8601. */
  readonly endingAt: Pick<Store<string | null>, "get" | "subscribe">;
  /** Hears every message of the socket, batches taken apart, after the stores have taken it. */
  readonly listen: (listener: (message: ServerMessage) => void) => () => void;
}

/** A warning of the end of the access hours that is older than this counts no more, in milliseconds. */
const warned = 3 * 60_000;

/** Sets the desk up for the person who is signed in; `close` lets go of socket and listeners. */
export function openDesk(session: Session, me: Me, clock: Clock): { desk: Desk; close: () => void } {
  const agentId = me.agent.id;
  const { call } = session;
  const person = (): Me["agent"] => {
    const state = session.state.get();
    return state.status === "in" ? state.me.agent : me.agent;
  };
  const tickets = createTickets({ call, person });
  const conversations = createConversations({
    ...{ call, clock, after, random: Math.random },
    newId: () => crypto.randomUUID(),
    onGone: tickets.forget,
  });
  const connection = createStore<ConnectionStatus>("connecting");
  const endingAt = createStore<string | null>(null);
  const listeners = new Set<(message: ServerMessage) => void>();
  const channel = tabChannel<SharedMessage>(`balcao-socket ${agentId}`);

  const isThere = new Map<ChannelId, boolean>();
  /** Whether the person is there now, on a channel on which they were not. */
  const comes = (one: ServerMessage): boolean => {
    if (one.type !== "presence" || one.agentId !== agentId) return false;
    const was = isThere.get(one.channelId) === true;
    isThere.set(one.channelId, one.status !== "offline");
    return !was && one.status !== "offline";
  };

  let withdraw = (): void => undefined;
  /** The warning is repeated every minute: where it is not, the hours were changed. */
  const warn = (at: string): void => {
    withdraw();
    endingAt.set(at);
    withdraw = after(warned, () => endingAt.set(null));
  };

  const take = (message: ServerMessage): void => {
    const all = message.type === "batch" ? message.messages : [message];
    tickets.take(message);
    conversations.take(message);
    // Who is not there is not told of who waits: what they missed is read.
    if (all.filter(comes).length > 0) tickets.resume();
    for (const one of all) {
      if (one.type === "session-ending") warn(one.at);
      for (const listener of [...listeners]) listener(one);
      if (one.type === "session-ended") session.end(reasonOf(one.at, endingAt.get()));
    }
  };

  let wasLive = false;
  const shared = createSharedConnection(
    {
      channel,
      elect: electBy(navigator.locks, `balcao-socket ${agentId}`),
      connect: (events) =>
        createConnection(
          {
            address: async () => {
              const { url, ticket } = await call("openSocket", {});
              return `${url}?ticket=${encodeURIComponent(ticket)}`;
            },
            open: openWebSocket,
            after,
            random: Math.random,
          },
          events,
        ),
    },
    {
      status(status) {
        connection.set(status);
        if (status !== "live") return;
        tickets.resume();
        conversations.resume();
        // The first time it was read just before.
        if (wasLive) void session.reload();
        wasLive = true;
      },
      message: take,
    },
  );

  const check = (): void => {
    if (document.visibilityState !== "visible") return;
    shared.check();
    comeBack();
  };
  const comeBack = (): void => void session.revisit();
  /** What is on its way would be lost with the page. */
  const ask = (event: BeforeUnloadEvent): void => {
    if (conversations.isSending()) event.preventDefault();
  };
  const ended = new AbortController();
  const { signal } = ended;
  window.addEventListener("online", check, { signal });
  window.addEventListener("focus", comeBack, { signal });
  document.addEventListener("visibilitychange", check, { signal });
  window.addEventListener("beforeunload", ask, { signal });
  // Who serves other queues now, or may more or less, has other lists.
  let known = me;
  const stopWatching = session.state.subscribe(() => {
    const state = session.state.get();
    if (state.status !== "in" || state.me === known) return;
    known = state.me;
    tickets.resume();
  });

  const desk: Desk = {
    ...{ me, agentId, call, clock, tickets, conversations, connection, endingAt },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    desk,
    close() {
      ended.abort();
      stopWatching();
      withdraw();
      conversations.close();
      shared.close();
      channel.close();
    },
  };
}

/** Why a session ended at `at`: what was announced for `ending` has come, or else something that signing in again tells. */
const reasonOf = (at: string, ending: string | null): EndReason =>
  ending !== null && at >= ending ? "access-hours" : "ended";
