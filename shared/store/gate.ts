/** Lets work through, so much at once. What comes later waits its turn, in order. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A gate through which `width` go at once. */
export function createGate(width: number): Gate {
  let free = width;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((mayGo) => waiting.push(mayGo));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
