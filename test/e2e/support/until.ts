import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";

/** Long enough for a loaded machine; nothing that holds waits for it. */
const patienceMs = 45_000;

/**
 * Asks again and again until `look` gives something other than undefined, null or false, and gives that. Throws, saying what was
 * waited for and what `look` last threw, after `patienceMs`.
 */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined | null | false> | Found | undefined | null | false,
  everyMs = 25,
): Promise<Found> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    let cause: unknown;
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) return found;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline)
      throw new Error(`waited ${patienceMs / 1_000} s in vain: ${what}`, { cause });
    await wait(everyMs);
  }
}
