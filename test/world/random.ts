import type { Chance } from "./chance.ts";
import type { Random } from "../../shared/ports/ports.ts";
import { encodeTime } from "ulid";

/** ULIDs count up, so that each is new and later ones sort later; digits repeat often enough to meet collisions. */
export function createSeededRandom(chance: Chance): Random {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let count = 0;
  let lastDigits = "";
  const counted = (): string => {
    count += 1;
    let text = "";
    for (let rest = count; rest > 0; rest = Math.floor(rest / 32)) text = `${alphabet[rest % 32]}${text}`;
    return text.padStart(16, "0");
  };
  return {
    ulid: (at) => `${encodeTime(Date.parse(at), 10)}${counted()}`,
    digits: (length) => {
      if (lastDigits.length !== length || !chance.is(0.1)) {
        lastDigits = Array.from({ length }, () => chance.below(10)).join("");
      }
      return lastDigits;
    },
    secret: () => Array.from({ length: 43 }, () => alphabet[chance.below(32)]).join(""),
  };
}
