/** Counts what happened, so that one can see which races a simulation met. */
export interface Tally {
  count(what: string, times?: number): void;
  add(other: Tally): void;
  readonly counts: ReadonlyMap<string, number>;
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  const count = (what: string, times = 1): void => void counts.set(what, (counts.get(what) ?? 0) + times);
  return {
    count,
    add: (other) => {
      for (const [what, times] of other.counts) count(what, times);
    },
    counts,
  };
}

/** The counts as lines, by name. */
export const describeTally = (tally: Tally): string =>
  [...tally.counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, times]) => `${times.toLocaleString("en").padStart(12)}  ${what}`)
    .join("\n");
