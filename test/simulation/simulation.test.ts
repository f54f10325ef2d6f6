import { expect, test } from "vitest";
import { describeTally } from "./tally.ts";
import { keepRegression } from "./regressions.ts";
import { runSeed } from "./run.ts";
import { runSeeds } from "./campaign.ts";

const seeds = 2_000;

test(`${seeds} seeds hold every invariant`, { timeout: 600_000 }, async () => {
  const { tally, failure } = await runSeeds({ from: 1, seeds });
  console.log(`${seeds} seeds\n${describeTally(tally)}`);
  if (failure !== undefined) {
    const kept = keepRegression(failure.seed, failure.error);
    const replay = `npm run simulate -- --seed ${failure.seed} --trace`;
    throw new Error(`seed ${failure.seed} fails: ${replay} (kept in ${kept})`, { cause: failure.error });
  }
  // A simulation that meets no race proves nothing.
  for (const what of [
    "commits that lost a race",
    "deliveries repeated",
    "entries: assigned (routed)",
    "entries: assigned (taken)",
    "entries: assigned (forced)",
    "entries: marked",
    "entries: message (by a program)",
    "entries: queued (by a program)",
    "evening: a sector's limit rose",
    "evening: somebody came to serve a queue",
    "evening: somebody's limit rose",
    "entries: closed (dropped)",
    "entries: closed (expired)",
    "entries: closed (inactivity)",
    "entries: message (inactivity-warning)",
    "entries: message (survey)",
    "entries: rated",
    "entries: message (out-of-hours)",
    "entries: message (position)",
    "entries: message (queue-full)",
    "entries: message (queue-greeting)",
    "entries: note",
    "entries: opened (again)",
    "entries: queued (last-agent)",
    "entries: queued (linked-agent)",
    "entries: message (reception)",
    "entries: reception",
    "entries: requeued",
    "entries: returned (open)",
    "entries: returned (snoozed)",
    "entries: returned (waiting)",
    "entries: tagged",
    "entries: transferred",
    "entries: transferred (forced)",
    "entries: closed",
    "entries: snoozed",
    "entries: woken (contact, into the line)",
    "entries: woken (contact, to its agent)",
    "entries: woken (due, into the line)",
    "entries: woken (due, to its agent)",
    "schedules fired",
    "messages at rest: failed",
    "messages at rest: read",
    "messages at rest: unconfirmed",
    "mishaps: conflict",
    "mishaps: dies after",
    "mishaps: dies before",
    "mishaps: fails after",
    "mishaps: fails before",
    "mishaps: part",
    "mishaps: repeated",
    "mishaps: timed out",
    "removed: chn",
    "removed: que",
    "removed: sec",
    "sends dropped by deduplication",
    "stream batches told twice",
    "webhook posts",
    "webhook posts in vain",
  ]) {
    expect(tally.counts.get(what) ?? 0, what).toBeGreaterThan(9);
  }
});

test("the same seed does the same", async () => {
  const lines = async (): Promise<readonly string[]> => {
    const seen: string[] = [];
    await runSeed({ seed: 7, trace: (line) => seen.push(line) });
    return seen;
  };
  const first = await lines();
  expect(first.length).toBeGreaterThan(100);
  expect(await lines()).toEqual(first);
});
