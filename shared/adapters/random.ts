import { randomBytes, randomInt } from "node:crypto";
import type { Random } from "../ports/ports.ts";
import { monotonicFactory } from "ulid";

/** Randomness fit for secrets. ULIDs grow within the process, also when the clock stands still or goes back. */
export function createRandom(): Random {
  const next = monotonicFactory();
  return {
    ulid: (at) => next(Date.parse(at)),
    digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(""),
    secret: () => randomBytes(32).toString("base64url"),
  };
}
