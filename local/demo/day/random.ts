/** Chance that a seed decides: the same numbers from 0 up to (but not) 1 each time. This is mulberry32. */
export interface Chance {
  /** Whether something of this probability happens. */
  happens(probability: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** One of them. Throws for none. */
  of<T>(things: readonly T[]): T;
}

/** The chance of one story: two seeds or two stories have nothing in common. */
export function chanceOf(seed: number, story: number): Chance {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(story + 1, 0x85ebca6b)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  // Neighbouring seeds begin alike: the first numbers are thrown away.
  for (let skipped = 0; skipped < 4; skipped += 1) next();
  return {
    happens: (probability) => next() < probability,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    of: (things) => {
      const chosen = things[Math.floor(next() * things.length)];
      if (chosen === undefined) throw new RangeError("nothing to choose from");
      return chosen;
    },
  };
}
