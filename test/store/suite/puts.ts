import type { Bench } from "../support/bench.ts";
import type { Thing } from "../support/things.ts";
import { put } from "../../../shared/ports/store.ts";
import { MortalItem, ThingItem, thing } from "../support/things.ts";
import { describe, expect, it } from "vitest";

/** What is put is what is read, whole and apart from the caller. */
export const putsSuite = (bench: Bench): void => {
  describe("put and get", () => {
    it("gives back what was put", async () => {
      const full = thing(bench.home(), "a", {
        load: 0,
        state: null,
        words: ["", "ç", "💬"],
        seats: { "chn.1": { status: "online", since: "x" } },
        group: "g",
        raw: { deep: [1, -0.5, true, null, "", { "": [] }], big: 2 ** 60 + 2 ** 20, small: 1e-100 },
      });
      await bench.write(full);
      expect(await bench.read("a")).toEqual(full);
      expect(await bench.store().get(ThingItem, bench.key("a"), { consistency: "eventual" })).toEqual(full);
    });

    it("gives undefined where there is nothing", async () => {
      expect(await bench.read("nothing")).toBeUndefined();
    });

    it("replaces the whole item", async () => {
      await bench.write(thing(bench.home(), "a", { load: 4 }));
      await bench.write(thing(bench.home(), "a"));
      expect(await bench.read("a")).toEqual(thing(bench.home(), "a"));
    });

    it("stores no undefined", async () => {
      const { group: _, ...withoutGroup } = thing(bench.home(), "a", { group: "x" });
      const holed = { ...withoutGroup, load: undefined, group: undefined };
      await bench.store().commit([put("a", ThingItem, holed as unknown as Thing)]);
      expect(Object.keys((await bench.read("a")) ?? {})).not.toContain("load");
    });

    it("adds shape, version and time to live to the entity", async () => {
      await bench
        .store()
        .commit([put("m", MortalItem, { home: bench.home(), name: "m", until: 1_800_000_000 })]);
      expect(await bench.raw(bench.key("m"))).toEqual({
        pk: bench.home(),
        sk: "m",
        home: bench.home(),
        name: "m",
        until: 1_800_000_000,
        ttl: 1_800_000_000,
        shape: "mortal",
        v: 3,
      });
    });

    it("writes nothing when one value is not of its shape", async () => {
      const bad = { ...thing(bench.home(), "b"), version: "one" } as unknown as Thing;
      await expect(bench.write(thing(bench.home(), "a"), bad)).rejects.toThrow(TypeError);
      expect(await bench.read("a")).toBeUndefined();
    });

    it.each([
      ["a number too large", 1e126],
      ["a number too small", 1e-131],
      ["too many levels", Array.from({ length: 33 }).reduce<Thing["raw"]>((inner) => [inner ?? null], 1)],
    ])("refuses %s", async (_, raw) => {
      await expect(bench.write(thing(bench.home(), "a", { raw }))).rejects.toThrow(TypeError);
    });

    it("keeps what it holds apart from what it was given and what it gave", async () => {
      const given = thing(bench.home(), "a", { words: ["one"], raw: { list: [1] } });
      await bench.write(given);
      const before = structuredClone(given);
      given.words.push("two");
      (given.raw as { list: number[] }).list.push(2);
      const first = await bench.read("a");
      const [page] = (await bench.store().query(ThingItem, { pk: bench.home(), limit: 1 })).items;
      for (const got of [first, page]) {
        // A frozen value refuses, a copy does not care: either way the store is as before.
        try {
          got?.words.push("three");
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }
      expect(await bench.read("a")).toEqual(before);
    });
  });
};
