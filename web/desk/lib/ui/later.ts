import { type ComponentType, lazy, type LazyExoticComponent } from "react";

/** By then the page is there and its data too, in milliseconds. */
const soon = 3_000;

/**
 * A component that the first page does without: it is loaded when it is first shown, and before that as soon as the browser has nothing
 * else to do, so that nobody waits for it.
 */
export function later<Props>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  setTimeout(() => {
    // What cannot be loaded now is loaded when it is shown.
    whenIdle(() => void load().catch(() => undefined));
  }, soon);
  return lazy(load);
}

// Safari does not tell when it is idle.
const whenIdle = (run: () => void): unknown =>
  "requestIdleCallback" in globalThis ? requestIdleCallback(run, { timeout: soon }) : run();
