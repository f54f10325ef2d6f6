import type { After, Channel } from "../../../web/desk/lib/session/ports.ts";

/** Time that passes when it is told to. */
export function fakeTime() {
  let now = 1_000_000;
  const due = new Set<{ readonly at: number; readonly callback: () => void }>();
  const after: After = (milliseconds, callback) => {
    const entry = { at: now + milliseconds, callback };
    due.add(entry);
    return () => due.delete(entry);
  };
  return {
    clock: () => now,
    after,
    /** Lets time pass, and what was due on the way happen in order. */
    async pass(milliseconds: number): Promise<void> {
      const end = now + milliseconds;
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        due.delete(next);
        now = next.at;
        next.callback();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}

/** Lets promises that can go on do so. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What tabs of one browser share: everything posted reaches every other tab, a moment later. */
export function fakeTabs<Message>() {
  const tabs = new Set<Set<(message: Message) => void>>();
  return {
    open(): Channel<Message> {
      const mine = new Set<(message: Message) => void>();
      tabs.add(mine);
      return {
        post(message) {
          queueMicrotask(() => {
            for (const tab of tabs) if (tab !== mine) for (const listener of tab) listener(message);
          });
        },
        listen(listener) {
          mine.add(listener);
          return () => mine.delete(listener);
        },
      };
    },
  };
}
