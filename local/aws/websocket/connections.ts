import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import type { Clock } from "../types.ts";

/** Milliseconds without traffic after which a connection is closed. */
const IDLE_MS = 10 * 60_000;
/** Milliseconds a connection may last. */
const LIFE_MS = 2 * 60 * 60_000;
/** Milliseconds a closed peer has to answer the close before its socket is cut. */
const CLOSE_GRACE_MS = 1_000;

/** Who connected, as far as events tell it. */
export interface Peer {
  readonly connectionId: string;
  readonly stage: string;
  readonly connectedAt: number;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly domainName: string;
  /** `requestContext.authorizer` of every event of this connection. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

/** An open connection. */
export interface Connection {
  readonly peer: Peer;
  readonly lastActiveAt: number;
  /** Sends a text message. False when the socket is closing. */
  send(data: string): boolean;
  /** Notes traffic: the idle time starts anew. */
  touch(): void;
  close(code: number, reason: string): void;
}

/** Describes the peer of an upgrade request; the id looks like the service's, with a sign that URLs must encode. */
export function peerOf(request: IncomingMessage, stage: string, clock: Clock): Peer {
  return {
    connectionId: `${randomBytes(11).toString("base64url")}=`,
    stage,
    connectedAt: clock.now(),
    sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
    userAgent: request.headers["user-agent"],
    domainName: request.headers.host ?? "",
  };
}

/** Keeps a connection to its idle time and its life. `onClosed` is called once, when the socket is gone. */
export function openConnection(
  socket: WebSocket,
  peer: Peer,
  clock: Clock,
  onClosed: (code: number, reason: string) => void,
): Connection {
  let lastActiveAt = clock.now();
  /** What we closed with: the peer may answer another code, or none. */
  let ending: { code: number; reason: string } | undefined;
  let grace: NodeJS.Timeout | undefined;

  const close = (code: number, reason: string): void => {
    ending ??= { code, reason };
    socket.close(code, reason);
    grace ??= setTimeout(() => socket.terminate(), CLOSE_GRACE_MS);
  };
  let cancelIdle = (): void => undefined;
  const watchIdle = (): void => {
    cancelIdle = clock.after(lastActiveAt + IDLE_MS - clock.now(), () => {
      if (clock.now() - lastActiveAt >= IDLE_MS) close(1001, "Going away");
      else watchIdle();
    });
  };
  watchIdle();
  const cancelLife = clock.after(LIFE_MS, () => close(1001, "Going away"));

  socket.on("close", (code, reason) => {
    cancelIdle();
    cancelLife();
    clearTimeout(grace);
    onClosed(ending?.code ?? code, ending?.reason ?? reason.toString("utf8"));
  });
  return {
    peer,
    get lastActiveAt() {
      return lastActiveAt;
    },
    send: (data) => {
      if (socket.readyState !== WebSocket.OPEN) return false;
      lastActiveAt = clock.now();
      socket.send(data);
      return true;
    },
    touch: () => {
      lastActiveAt = clock.now();
    },
    close,
  };
}
