import type { After } from "../session/ports.ts";
import type { ClientMessage, ServerMessage } from "../../../../shared/contracts/socket-messages.ts";

/** What a connection needs of a WebSocket. */
export interface Wire {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

/** What happens on a wire. `closed` comes once, also where it never opened. */
export interface WireEvents {
  readonly opened: () => void;
  readonly message: (text: string) => void;
  readonly closed: () => void;
}

export interface ConnectionDeps {
  /** Asks for the address of a socket with its single-use ticket. */
  readonly address: () => Promise<string>;
  readonly open: (address: string, events: WireEvents) => Wire;
  readonly after: After;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** `live`: what happens from now on is told. `waiting`: it is not, until the next try. */
export type ConnectionStatus = "connecting" | "live" | "waiting";

export interface ConnectionEvents {
  /** Each time that `live` comes, whatever happened since it was last so may have been missed. */
  readonly status: (status: ConnectionStatus) => void;
  readonly message: (message: ServerMessage) => void;
}

export interface Connection {
  /** The network or the person came back: looks at once whether the wire still answers, or tries at once to reconnect. */
  readonly check: () => void;
  readonly close: () => void;
}

/** Milliseconds. The gateway ends a wire after 10 quiet minutes, and after two hours in any case. */
export const timing = {
  ping: 5 * 60_000,
  pong: 10_000,
  /** A wire that does not open. */
  opening: 15_000,
  renew: 110 * 60_000,
  backoff: { first: 500, most: 30_000 },
} as const;

/** How long to wait before the try after `failures` in a row: growing, and random so that not everybody comes at once. */
export function backoff(failures: number, random: number): number {
  const { first, most } = timing.backoff;
  const ceiling = Math.min(most, first * 2 ** Math.min(failures, 16));
  return Math.round(ceiling * (0.5 + random / 2));
}

/**
 * Keeps a socket: heartbeat, a new one before the gateway ends the old (which closes once the new one is open), and backoff
 * after failures. Ends by itself only after `session-ended`.
 */
export function createConnection(deps: ConnectionDeps, tell: ConnectionEvents): Connection {
  let current: Wire | undefined;
  let failures = 0;
  let done = false;
  let tries = 0;
  let retry: (() => void) | undefined;

  const finish = (): void => {
    done = true;
    retry?.();
    current?.close();
    current = undefined;
  };

  const connect = async (): Promise<void> => {
    retry = undefined;
    const number = ++tries;
    if (current === undefined) tell.status("connecting");
    let address: string;
    try {
      address = await deps.address();
    } catch {
      // Whatever it was, the API client has dealt with the end of a session; everything else is tried again.
      if (number === tries) failed();
      return;
    }
    if (done || number !== tries) return;
    begin(address);
  };

  const failed = (): void => {
    if (done || retry !== undefined) return;
    if (current === undefined) tell.status("waiting");
    const cancel = deps.after(backoff(failures, deps.random()), () => void connect());
    failures += 1;
    retry = cancel;
  };

  const begin = (address: string): void => {
    const timers = createTimers(deps.after);
    let opened = false;
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      timers.clear();
      wire.close();
      if (current === wire) current = undefined;
      if (!done && current === undefined) failed();
    };
    const ping = (): void => {
      const message: ClientMessage = { action: "ping" };
      wire.send(JSON.stringify(message));
      timers.set("pong", timing.pong, end);
      timers.set("ping", timing.ping, ping);
    };
    const wire = deps.open(address, {
      opened() {
        if (ended || done) return;
        opened = true;
        failures = 0;
        retry?.();
        retry = undefined;
        timers.drop("opening");
        const former = current;
        current = wire;
        pings.set(wire, ping);
        former?.close();
        timers.set("ping", timing.ping, ping);
        timers.set("renew", timing.renew * (1 - deps.random() / 20), () => void connect());
        tell.status("live");
      },
      message(text) {
        if (ended || done || !opened) return;
        const message = JSON.parse(text) as ServerMessage;
        if (message.type === "pong") timers.drop("pong");
        tell.message(message);
        if (message.type === "session-ended") finish();
      },
      closed: () => end(),
    });
    timers.set("opening", timing.opening, end);
  };

  const pings = new WeakMap<Wire, () => void>();
  void connect();

  return {
    check() {
      if (done) return;
      if (current !== undefined) return pings.get(current)?.();
      if (retry === undefined) return;
      retry();
      failures = 0;
      void connect();
    },
    close: finish,
  };
}

function createTimers(after: After) {
  const running = new Map<string, () => void>();
  const drop = (name: string): void => {
    running.get(name)?.();
    running.delete(name);
  };
  return {
    drop,
    set(name: string, milliseconds: number, callback: () => void) {
      drop(name);
      running.set(name, after(milliseconds, callback));
    },
    clear: () => [...running.keys()].forEach(drop),
  };
}
