/** Seeded chance: the same seed and the same questions give the same answers, on every machine. */
export interface Chance {
  /** A number from 0 (included) to 1 (excluded). */
  unit(): number;
  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  is(probability: number): boolean;
  /** One of a list that is not empty. */
  pick<Item>(list: readonly Item[]): Item;
  /** Another source that follows from the seed and this name: what one draws does not move the other. */
  fork(name: string): Chance;
}

/** FNV-1a, 32 bits: spreads similar seeds and names far apart. */
const spread = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
};

export function createChance(seed: string): Chance {
  // mulberry32: small, fast, and its whole state is one number.
  let state = spread(seed);
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound: number): number => Math.floor(unit() * bound);
  return {
    unit,
    below,
    between: (low, high) => low + below(high - low + 1),
    is: (probability) => unit() < probability,
    pick: (list) => {
      if (list.length === 0) throw new RangeError("nothing to pick from");
      return list[below(list.length)] as (typeof list)[number];
    },
    fork: (name) => createChance(`${seed}/${name}`),
  };
}
