import type { Condition } from "../../../shared/ports/store.ts";
import type { Bench } from "../support/bench.ts";
import {
  absent,
  after,
  below,
  check,
  contains,
  empty,
  equals,
  exists,
  oneOf,
  put,
  remove,
  update,
  versionIs,
} from "../../../shared/ports/store.ts";
import { ThingItem, thing } from "../support/things.ts";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/bench.ts";

/** Every condition, true and false, of an item that is there and of one that is not. */
export const conditionsSuite = (bench: Bench): void => {
  describe("conditions", () => {
    const item = {
      version: 4,
      load: 2,
      limit: 3,
      words: ["alpha"],
      raw: [],
      seats: { c: { status: "online", since: "2026-01-01" } },
    };
    const cases: readonly (readonly [string, Condition, boolean])[] = [
      ["absent, of an item", absent, false],
      ["exists, of an item", exists, true],
      ["equals number", versionIs(4), true],
      ["equals other number", versionIs(5), false],
      ["equals other type", equals(["version"], "4"), false],
      ["equals text", equals(["state"], "new"), true],
      ["equals boolean", equals(["on"], false), true],
      ["equals null, of a text", equals(["state"], null), false],
      ["equals nested", equals(["seats", "c", "status"], "online"), true],
      ["equals nested other", equals(["seats", "c", "status"], "offline"), false],
      ["equals missing nested", equals(["seats", "d", "status"], "online"), false],
      ["equals beneath a text", equals(["state", "x"], "new"), false],
      ["equals beneath a list", equals(["words", "0"], "alpha"), false],
      ["equals missing", equals(["group"], "g"), false],
      ["equals null, of a missing attribute", equals(["group"], null), false],
      ["one of", oneOf(["state"], ["used", "new"]), true],
      ["one of, one", oneOf(["version"], [4]), true],
      ["one of others", oneOf(["state"], ["used", null]), false],
      ["one of, missing", oneOf(["group"], ["g"]), false],
      ["below number", below(["load"], 3), true],
      ["below equal number", below(["load"], 2), false],
      ["below path", below(["load"], ["limit"]), true],
      ["below smaller path", below(["version"], ["limit"]), false],
      ["below missing path", below(["load"], ["group"]), false],
      ["missing below", below(["group"], 3), false],
      ["contains", contains(["words"], "alpha"), true],
      ["contains part of a text in the list", contains(["words"], "alph"), false],
      ["contains, of a text", contains(["state"], "ne"), false],
      ["contains, missing", contains(["group"], "g"), false],
      ["empty, of a list that holds something", empty(["words"]), false],
      ["empty", empty(["raw"]), true],
      ["empty, of a map", empty(["seats"]), false],
      ["empty, missing", empty(["group"]), false],
      ["after", after(["since"], "2025-12-31"), true],
      ["after itself", after(["since"], "2026-01-01T00:00:00.000Z"), false],
      ["after later", after(["since"], "2027"), false],
      ["after, of a number", after(["version"], "0"), false],
      ["after, missing", after(["group"], ""), false],
    ];

    it.each(cases)("%s", async (_, condition, holds) => {
      const stored = thing(bench.home(), "a", item);
      await bench.write(stored);
      for (const change of [
        check("it", ThingItem, bench.key("a"), condition),
        update("it", ThingItem, bench.key("a"), { set: [[["limit"], 9]] }, condition),
        put("it", ThingItem, { ...stored, limit: 9 }, condition),
        remove("it", ThingItem, bench.key("a"), condition),
      ]) {
        if (holds) {
          await bench.store().commit([change]);
          expect(await bench.read("a")).toEqual(
            change.do === "delete" ? undefined : { ...stored, limit: change.do === "check" ? 3 : 9 },
          );
          await bench.write(stored);
        } else {
          expect(await failureOf(bench.store().commit([change]))).toEqual(new Map([["it", stored]]));
          expect(await bench.read("a")).toEqual(stored);
        }
      }
    });

    it.each(cases.filter(([, condition]) => condition.is !== "absent"))(
      "%s: false of a missing item",
      async (_, condition) => {
        for (const change of [
          check("it", ThingItem, bench.key("a"), condition),
          update("it", ThingItem, bench.key("a"), { set: [[["limit"], 9]] }, condition),
          put("it", ThingItem, thing(bench.home(), "a"), condition),
          remove("it", ThingItem, bench.key("a"), condition),
        ]) {
          expect(await failureOf(bench.store().commit([change]))).toEqual(new Map([["it", undefined]]));
        }
        expect(await bench.read("a")).toBeUndefined();
      },
    );

    it("absent holds of a missing item", async () => {
      await bench.store().commit([check("it", ThingItem, bench.key("a"), absent)]);
      await bench.store().commit([remove("it", ThingItem, bench.key("a"), absent)]);
      await bench.store().commit([put("it", ThingItem, thing(bench.home(), "a"), absent)]);
      expect(await bench.read("a")).toEqual(thing(bench.home(), "a"));
    });

    it("all must hold", async () => {
      await bench.write(thing(bench.home(), "a"));
      const both = update(
        "it",
        ThingItem,
        bench.key("a"),
        { set: [[["limit"], 9]] },
        versionIs(1),
        versionIs(2),
      );
      await failureOf(bench.store().commit([both]));
      expect((await bench.read("a"))?.limit).toBe(3);
    });
  });
};
