import type { Time } from "../../../../shared/contracts/values.ts";

/** The page's only clock: milliseconds since 1970. */
export type Clock = () => number;

/** The machine's time. */
export const systemClock: Clock = () => Date.now();

/** The instant as the contracts write it. */
export const timeOf = (milliseconds: number): Time => new Date(milliseconds).toISOString() as Time;
