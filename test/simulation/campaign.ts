import { type Outcome, runSeed } from "./run.ts";
import { type Tally, createTally } from "./tally.ts";
import { type Temperament, temperamentOf } from "./temperament.ts";
import type { Mutation } from "../world/world.ts";

/** What a row of seeds came to. */
export interface Campaign {
  readonly seeds: number;
  readonly tally: Tally;
  /** The first seed that failed, if one did. */
  readonly failure: Outcome | undefined;
}

/** Runs seeds one after the other, `seeds` of them, and stops at the first that fails. */
export async function runSeeds(options: {
  readonly from: number;
  readonly seeds: number;
  readonly mutation?: Mutation;
  /** The days that are looked at; all when left out. */
  readonly on?: (mood: Temperament) => boolean;
  readonly progress?: (seed: number) => void;
}): Promise<Campaign> {
  const tally = createTally();
  const { on = () => true } = options;
  for (let seed = options.from, run = 1; run <= options.seeds; seed += 1) {
    if (!on(temperamentOf(seed))) continue;
    const outcome = await runSeed({ seed, ...(options.mutation && { mutation: options.mutation }) });
    tally.add(outcome.tally);
    options.progress?.(seed);
    if (outcome.error !== undefined) {
      return { seeds: run, tally, failure: outcome };
    }
    run += 1;
  }
  return { seeds: options.seeds, tally, failure: undefined };
}
