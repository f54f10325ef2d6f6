import type { Refusal } from "./refusals.ts";

/** How long to wait, and the chance that spreads callers who wait for the same item. */
export interface Patience {
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** From 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

/**
 * Enough for twenty who write one item at once: each takes some milliseconds, and the waits spread them. In all it is less than
 * two seconds, which every function has.
 */
const tries = 8;
const firstDelay = 25;
const longestDelay = 400;

/** The wait after the given try (1, 2 …), in milliseconds: anything up to a bound that doubles until it is 400. */
export const delayAfter = (attempt: number, { random }: Patience): number =>
  random() * Math.min(longestDelay, firstDelay * 2 ** (attempt - 1));

/** Sends until the answer is not a transient refusal, eight times at most; then throws what the last refusal means. */
export const retried = async <Answer>(
  send: () => Promise<Answer>,
  refusalOf: (error: unknown) => Refusal,
  patience: Patience,
): Promise<Answer> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal.transient || attempt === tries) throw refusal.error;
    }
    await patience.sleep(delayAfter(attempt, patience));
  }
};
