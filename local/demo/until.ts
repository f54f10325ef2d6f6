import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";

const patienceMs = 20_000;
const pauseMs = 40;

/** Something that had to happen in the demo did not. */
export class Missing extends Error {
  override readonly name = "Missing";
}

/** Looks until there is something to see. Throws {@link Missing}, naming what did not come, after 20 seconds. */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  patience = patienceMs,
): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > end) throw new Missing(what);
    await wait(pauseMs);
  }
}
