import type { Channel } from "../session/ports.ts";
import type { Connection, ConnectionEvents, ConnectionStatus } from "./connection.ts";
import type { ServerMessage } from "../../../../shared/contracts/socket-messages.ts";

/** What the tab with the socket tells the others, and asks of it by those that come later. */
export type SharedMessage =
  | { readonly kind: "message"; readonly message: ServerMessage }
  | { readonly kind: "status"; readonly status: ConnectionStatus }
  | { readonly kind: "who-leads" }
  | { readonly kind: "check" };

/** Becomes the leader as soon as no other tab is one, and stays it until the signal. */
export type Elect = (lead: () => () => void, signal: AbortSignal) => void;

export interface SharedDeps {
  readonly elect: Elect;
  readonly channel: Channel<SharedMessage>;
  readonly connect: (events: ConnectionEvents) => Connection;
}

/**
 * One socket for all tabs of a browser: the leading tab holds it and tells the others each message in order. When it goes,
 * another one leads, and everybody hears `live` again.
 */
export function createSharedConnection(deps: SharedDeps, tell: ConnectionEvents): Connection {
  const ended = new AbortController();
  let leading: { status: ConnectionStatus; connection?: Connection } | undefined;

  const lead = (): (() => void) => {
    // A connection may tell its status before it is made.
    const mine: { status: ConnectionStatus; connection?: Connection } = { status: "connecting" };
    leading = mine;
    mine.connection = deps.connect({
      status(status) {
        mine.status = status;
        deps.channel.post({ kind: "status", status });
        tell.status(status);
      },
      message(message) {
        deps.channel.post({ kind: "message", message });
        tell.message(message);
      },
    });
    return () => {
      mine.connection?.close();
      leading = undefined;
    };
  };

  const stopListening = deps.channel.listen((heard) => {
    if (heard.kind === "who-leads") {
      if (leading !== undefined) deps.channel.post({ kind: "status", status: leading.status });
    } else if (heard.kind === "check") leading?.connection?.check();
    else if (leading !== undefined) return;
    else if (heard.kind === "status") tell.status(heard.status);
    else tell.message(heard.message);
  });

  deps.elect(lead, ended.signal);
  deps.channel.post({ kind: "who-leads" });

  return {
    check() {
      if (leading === undefined) deps.channel.post({ kind: "check" });
      else leading.connection?.check();
    },
    close() {
      stopListening();
      ended.abort();
    },
  };
}
