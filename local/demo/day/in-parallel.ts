/** Does `work` for each, at most `limit` at once; rejects with the first failure once what was begun is over. */
export async function inParallel<T>(
  limit: number,
  things: readonly T[],
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const waiting = things.values();
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const thing of waiting) {
      if (errors.length > 0) return;
      try {
        await work(thing);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (errors.length > 0) throw errors[0];
}
