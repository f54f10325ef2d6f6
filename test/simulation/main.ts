import { describeTally } from "./tally.ts";
import { keepRegression } from "./regressions.ts";
import { parseArgs } from "node:util";
import { runSeed } from "./run.ts";
import { runSeeds } from "./campaign.ts";

/** `npm run simulate -- --seeds 100000 [--from N]`, or `-- --seed N [--trace]` to replay one. */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    trace: { type: "boolean", default: false },
  },
});

const whole = (name: string, text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`--${name} takes a whole number, not ${text}`);
  return Number(text);
};

const failed = (seed: number, error: unknown): void => {
  console.error(error);
  console.error(`seed ${seed} failed; replay it with: npm run simulate -- --seed ${seed} --trace`);
  console.error(`kept in ${keepRegression(seed, error)}`);
  process.exitCode = 1;
};

if (values.seed === undefined) {
  const [from, seeds] = [whole("from", values.from), whole("seeds", values.seeds)];
  const {
    tally,
    failure,
    seeds: run,
  } = await runSeeds({
    from,
    seeds,
    progress: (seed) => {
      if ((seed - from + 1) % 1_000 === 0) console.log(`${seed - from + 1} seeds`);
    },
  });
  console.log(describeTally(tally));
  console.log(`${run} seeds from ${from}`);
  if (failure !== undefined) failed(failure.seed, failure.error);
} else {
  const seed = whole("seed", values.seed);
  const outcome = await runSeed({
    seed,
    ...(values.trace && { trace: (line: string) => console.log(line) }),
  });
  console.log(describeTally(outcome.tally));
  if (outcome.error === undefined) console.log(`seed ${seed} holds`);
  else failed(seed, outcome.error);
}
