import type { Bench } from "../support/bench.ts";
import {
  ConditionFailed,
  absent,
  check,
  equals,
  exists,
  put,
  remove,
  update,
  versionIs,
} from "../../../shared/ports/store.ts";
import { ThingItem, thing } from "../support/things.ts";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/bench.ts";

/** Updates, deletions, and commits of several changes: all or none. */
export const commitsSuite = (bench: Bench): void => {
  describe("update, delete", () => {
    it("sets and adds at the root and deep inside, and leaves the rest", async () => {
      const before = thing(bench.home(), "a", {
        seats: { "c#1": { status: "online", since: "x" } },
        words: ["w"],
      });
      await bench.write(before);
      await bench.store().commit([
        update("it", ThingItem, bench.key("a"), {
          set: [
            [["seats", "c#1", "status"], "offline"],
            [["seats", "d.2"], { status: "online", since: "y" }],
            [["state"], null],
          ],
          add: [
            [["version"], 2],
            [["limit"], -1],
          ],
        }),
      ]);
      expect(await bench.read("a")).toEqual({
        ...before,
        version: 3,
        limit: 2,
        state: null,
        seats: { "c#1": { status: "offline", since: "x" }, "d.2": { status: "online", since: "y" } },
      });
    });

    it("counts from 0 where there is no number yet", async () => {
      await bench.write(thing(bench.home(), "a"));
      await bench.store().commit([update("it", ThingItem, bench.key("a"), { add: [[["load"], 2]] })]);
      expect((await bench.read("a"))?.load).toBe(2);
    });

    it.each([
      ["where there is no map to hold it", { set: [[["seats", "none", "status"], "x"]] }],
      ["beneath a text", { set: [[["state", "x"], "x"]] }],
      ["adding to a text", { add: [[["state"], 1]] }],
      ["of nothing", {}],
      ["of a part twice", { set: [[["seats"], {}]], add: [[["seats", "x"], 1]] }],
      ["of a key attribute", { set: [[["sk"], "b"]] }],
      ["of an index attribute", { set: [[["gsi1pk"], "b"]] }],
    ] satisfies readonly (readonly [string, Parameters<typeof update>[3]])[])(
      "refuses an update %s and writes nothing",
      async (_, what) => {
        await bench.write(thing(bench.home(), "a"));
        const wrong = update("it", ThingItem, bench.key("a"), what);
        await expect(bench.store().commit([wrong])).rejects.toThrow(TypeError);
        await expect(
          bench.store().commit([put("b", ThingItem, thing(bench.home(), "b")), wrong]),
        ).rejects.toThrow(TypeError);
        expect(await bench.read("a")).toEqual(thing(bench.home(), "a"));
        expect(await bench.read("b")).toBeUndefined();
      },
    );

    it("fails on what is not there, and creates nothing", async () => {
      const change = update("it", ThingItem, bench.key("a"), { add: [[["load"], 1]] });
      expect(await failureOf(bench.store().commit([change]))).toEqual(new Map([["it", undefined]]));
      expect(await bench.read("a")).toBeUndefined();
    });

    it("deletes, also what is not there", async () => {
      await bench.write(thing(bench.home(), "a"));
      await bench.store().commit([remove("it", ThingItem, bench.key("a"))]);
      expect(await bench.read("a")).toBeUndefined();
      await bench.store().commit([remove("it", ThingItem, bench.key("a"))]);
    });
  });

  describe("commits of several changes", () => {
    it("makes all of every kind", async () => {
      await bench.write(
        thing(bench.home(), "changed"),
        thing(bench.home(), "gone"),
        thing(bench.home(), "seen"),
      );
      await bench
        .store()
        .commit([
          put("new", ThingItem, thing(bench.home(), "new"), absent),
          update("changed", ThingItem, bench.key("changed"), { add: [[["version"], 1]] }, versionIs(1)),
          remove("gone", ThingItem, bench.key("gone"), exists),
          check("seen", ThingItem, bench.key("seen"), equals(["on"], false)),
          check("unseen", ThingItem, bench.key("unseen"), absent),
        ]);
      expect((await bench.store().query(ThingItem, { pk: bench.home(), limit: 10 })).items).toEqual([
        thing(bench.home(), "changed", { version: 2 }),
        thing(bench.home(), "new"),
        thing(bench.home(), "seen"),
      ]);
    });

    it("makes none when one fails, and names every failure with the item as it is", async () => {
      await bench.write(
        thing(bench.home(), "a"),
        thing(bench.home(), "b", { version: 7 }),
        thing(bench.home(), "c"),
      );
      const work = bench
        .store()
        .commit([
          put("fresh", ThingItem, thing(bench.home(), "fresh"), absent),
          put("taken", ThingItem, thing(bench.home(), "a", { limit: 9 }), absent),
          update("moved", ThingItem, bench.key("b"), { add: [[["version"], 1]] }, versionIs(6)),
          remove("missing", ThingItem, bench.key("nothing"), exists),
          remove("c", ThingItem, bench.key("c"), exists),
        ]);
      expect(await failureOf(work)).toEqual(
        new Map([
          ["taken", thing(bench.home(), "a")],
          ["moved", thing(bench.home(), "b", { version: 7 })],
          ["missing", undefined],
        ]),
      );
      expect((await bench.store().query(ThingItem, { pk: bench.home(), limit: 10 })).items).toEqual([
        thing(bench.home(), "a"),
        thing(bench.home(), "b", { version: 7 }),
        thing(bench.home(), "c"),
      ]);
    });

    it("takes 1 to 100 changes", async () => {
      const things = Array.from({ length: 101 }, (_, at) => thing(bench.home(), `t${at}`));
      await expect(bench.write(...things)).rejects.toThrow(RangeError);
      await expect(bench.write()).rejects.toThrow(RangeError);
      expect((await bench.store().query(ThingItem, { pk: bench.home(), limit: 1 })).items).toEqual([]);
      await bench.write(...things.slice(1));
      expect((await bench.store().query(ThingItem, { pk: bench.home(), limit: 1_000 })).items).toHaveLength(
        100,
      );
    });

    it("refuses two changes of one item", async () => {
      const twice = [put("a", ThingItem, thing(bench.home(), "a")), remove("b", ThingItem, bench.key("a"))];
      await expect(bench.store().commit(twice)).rejects.toThrow(TypeError);
      expect(await bench.read("a")).toBeUndefined();
    });

    it("lets one of many win", async () => {
      await bench.write(thing(bench.home(), "a", { version: 0 }));
      for (let version = 0; version < 5; version += 1) {
        const attempts = Array.from({ length: 20 }, () =>
          bench
            .store()
            .commit([
              update("it", ThingItem, bench.key("a"), { add: [[["version"], 1]] }, versionIs(version)),
              put("mark", ThingItem, thing(bench.home(), `mark${version}`), absent),
            ]),
        );
        const results = await Promise.allSettled(attempts);
        expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        for (const result of results) {
          if (result.status === "rejected") expect(result.reason).toBeInstanceOf(ConditionFailed);
        }
      }
      expect((await bench.read("a"))?.version).toBe(5);
    });

    it("loses no addition", async () => {
      await bench.write(thing(bench.home(), "a", { load: 0 }));
      await Promise.all(
        Array.from({ length: 20 }, () =>
          bench.store().commit([update("it", ThingItem, bench.key("a"), { add: [[["load"], 1]] })]),
        ),
      );
      expect((await bench.read("a"))?.load).toBe(20);
    });
  });
};
