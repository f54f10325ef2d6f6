import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phoneMatchKey } from "../../shared/domain/phone.ts";

describe("the match key of a phone", () => {
  it.each([
    ["a landline stays", "551133334444", "551133334444"],
    ["an old mobile gets its ninth digit", "553188880001", "5531988880001"],
    ["a new mobile is its own key", "5531988880001", "5531988880001"],
    ["eight digits after a 9 that begin with 1 are no old mobile", "5511912345678", "5511912345678"],
    ["nor are they without the 9", "551112345678", "551112345678"],
    ["a user id is no phone", "BR.553188880001", "BR.553188880001"],
    ["another country stays", "351912345678", "351912345678"],
    ["an area code cannot begin with 0", "550188880001", "550188880001"],
  ])("%s", (_, phone, key) => {
    expect(phoneMatchKey(phone)).toBe(key);
  });

  it("is equal for the two spellings of one Brazilian mobile, and only for them", () => {
    const area = fc.integer({ min: 11, max: 99 }).filter((code) => code % 10 !== 0);
    const subscriber = fc.integer({ min: 60_000_000, max: 99_999_999 });
    fc.assert(
      fc.property(area, subscriber, area, subscriber, (areaA, a, areaB, b) => {
        expect(phoneMatchKey(`55${areaA}${a}`)).toBe(phoneMatchKey(`55${areaA}9${a}`));
        if (areaA !== areaB || a !== b) {
          expect(phoneMatchKey(`55${areaA}${a}`)).not.toBe(phoneMatchKey(`55${areaB}${b}`));
        }
      }),
    );
  });

  it("is its own key: applying it twice changes nothing more", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{5,20}$/), (phone) => {
        expect(phoneMatchKey(phoneMatchKey(phone))).toBe(phoneMatchKey(phone));
      }),
    );
  });
});
