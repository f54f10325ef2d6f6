import type { Refusal } from "./refusals.ts";

/** How long to wait, and the chance that spreads callers who wait for the same item. */
export interface Patience {
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** From 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

const tries = 5;
const firstDelay = 25;

/** The wait after the given try (1, 2 …): anything up to a bound that doubles. */
export const delayAfter = (attempt: number, { random }: Patience): number =>
  random() * firstDelay * 2 ** (attempt - 1);

/** Sends until the answer is not a transient refusal, five times at most; then throws what the last refusal means. */
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
