import { type Outcome, runSeed } from "./run.ts";
import { type Tally, createTally } from "./tally.ts";
import type { Mutation } from "../world/world.ts";

/** What a row of seeds came to. */
export interface Campaign {
  readonly seeds: number;
  readonly tally: Tally;
  /** The first seed that failed, if one did. */
  readonly failure: Outcome | undefined;
}

/** Runs seeds one after the other and stops at the first that fails. */
export async function runSeeds(options: {
  readonly from: number;
  readonly seeds: number;
  readonly mutation?: Mutation;
  readonly progress?: (seed: number) => void;
}): Promise<Campaign> {
  const tally = createTally();
  for (let seed = options.from; seed < options.from + options.seeds; seed += 1) {
    const outcome = await runSeed({ seed, ...(options.mutation && { mutation: options.mutation }) });
    tally.add(outcome.tally);
    options.progress?.(seed);
    if (outcome.error !== undefined) {
      return { seeds: seed - options.from + 1, tally, failure: outcome };
    }
  }
  return { seeds: options.seeds, tally, failure: undefined };
}
