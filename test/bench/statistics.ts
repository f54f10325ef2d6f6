/** The value below which this part (0 to 1) of the values lies. Throws RangeError when there are none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  if (found === undefined) throw new RangeError("there is no percentile of nothing");
  return found;
}

/** Middle and slow end of a series, in the unit of the values. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
});

/** Runs `work` for 0 … count - 1, `concurrency` at a time, and gives the milliseconds that all of it took. */
export async function inParallel(
  count: number,
  concurrency: number,
  work: (index: number) => Promise<void>,
): Promise<number> {
  const indexes = Array.from({ length: count }, (_, index) => index).values();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const index of indexes) await work(index);
    }),
  );
  return performance.now() - began;
}
