import type { After, Channel, Exclusively } from "./ports.ts";

/** Messages between the tabs of this browser, by `BroadcastChannel`: nothing is stored. */
export function tabChannel<Message>(name: string): Channel<Message> & { readonly close: () => void } {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    listen(listener) {
      const hear = (event: MessageEvent<Message>): void => listener(event.data);
      channel.addEventListener("message", hear);
      return () => channel.removeEventListener("message", hear);
    },
    close: () => channel.close(),
  };
}

export const after: After = (milliseconds, callback) => {
  const id = setTimeout(callback, milliseconds);
  return () => clearTimeout(id);
};

export const exclusively: Exclusively = async (name, work) => navigator.locks.request(name, work);
