import type { Clock } from "../ports/ports.ts";
import type { Time } from "../contracts/values.ts";

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() as Time };
