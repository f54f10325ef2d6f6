import { type Chance, createChance } from "../world/chance.ts";

/** What kind of day a seed has. Days differ much, because a bug that hides on an average day shows on an odd one. */
export interface Temperament {
  /** The share of calls that something goes wrong with. */
  readonly mishaps: number;
  /** Most invocations under way at once. */
  readonly crowd: number;
  /** How much rather a call that waits has its turn than something new begins. */
  readonly hurry: number;
  /** How often a lot of time passes at once. */
  readonly leaps: number;
  /** Most milliseconds that pass between two calls, but for leaps. On slow ones all happens before anybody forgets anything. */
  readonly pace: number;
  /** How often an eventual read is stale. */
  readonly staleness: number;
  /** Weights of customers writing and of people at the desk acting. */
  readonly writing: number;
  readonly acting: number;
  /** Tickets that wait when the day begins. */
  readonly crowdedLine: number;
  /** The weight of an administrator changing the organisation: removing, signing out, deactivating. */
  readonly administration: number;
  /** The weight of changes of limits, of who serves which queue, of rules and of settings. */
  readonly reorganisation: number;
}

/** All chance of a seed's day. */
export const chanceOf = (seed: number): Chance => createChance(`seed ${seed}`);

/** What kind of day a seed has. */
export const temperamentOf = (seed: number): Temperament => drawn(chanceOf(seed).fork("temperament"));

const drawn = (chance: Chance): Temperament => ({
  mishaps: chance.pick([0, 0.02, 0.035, 0.035, 0.08]),
  crowd: chance.pick([3, 6, 8, 8, 14]),
  hurry: chance.pick([0.5, 0.7, 0.7, 0.85]),
  leaps: chance.pick([0, 1, 1, 3]),
  staleness: chance.pick([0, 0.3, 0.3, 0.8]),
  writing: chance.pick([2, 4, 4, 8]),
  acting: chance.pick([14, 24, 24, 40]),
  crowdedLine: chance.is(0.03) ? chance.between(30, 60) : 0,
  administration: chance.pick([0, 0, 1, 4]),
  pace: chance.pick([300, 300, 300, 30]),
  reorganisation: chance.pick([0, 0.5, 0.5, 3]),
});
