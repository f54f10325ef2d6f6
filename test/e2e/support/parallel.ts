/** Runs `work` on every item, at most `width` at once; the first failure is thrown once those under way are done. */
export async function inParallel<Item, Result>(
  width: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const runs = Array.from({ length: Math.min(width, items.length) }, async () => {
    for (const [index, item] of rest) results[index] = await work(item);
  });
  for (const run of await Promise.allSettled(runs)) if (run.status === "rejected") throw run.reason;
  return results;
}
