import type { ConnectionDeps } from "./connection.ts";
import type { Elect } from "./shared.ts";

/** The tab that holds the lock leads; the browser gives it to the next when that tab goes. */
export const electBy =
  (locks: LockManager, name: string): Elect =>
  (lead, signal) => {
    if (signal.aborted) return;
    const hold = async (): Promise<void> => {
      const stop = lead();
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
      stop();
    };
    locks.request(name, { signal }, hold).catch((error: unknown) => {
      // The signal came before the lock: there is nothing to give back.
      if (!signal.aborted) throw error;
    });
  };

/** Opens a WebSocket of the browser. */
export const openWebSocket: ConnectionDeps["open"] = (address, events) => {
  const socket = new WebSocket(address);
  socket.addEventListener("open", () => events.opened());
  socket.addEventListener("message", ({ data }: MessageEvent<string>) => events.message(data));
  socket.addEventListener("close", () => events.closed());
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
};
