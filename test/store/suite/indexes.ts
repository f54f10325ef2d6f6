import type { Pointer } from "../../../shared/ports/store.ts";
import type { Bench } from "../support/bench.ts";
import { exists, remove, update } from "../../../shared/ports/store.ts";
import type { Opened } from "../support/things.ts";
import { ThingItem, thing } from "../support/things.ts";
import { describe, expect, it } from "vitest";

/** What the indexes hold, and paging through them. */
export const indexesSuite = (bench: Bench): void => {
  describe("indexes", () => {
    const at = (name: string, since: string) => thing(bench.home(), name, { on: true, since });
    const on = async (query: Omit<Parameters<Opened["store"]["find"]>[1], "pk"> = { limit: 10 }) =>
      bench.store().find(1, { pk: `${bench.home()}/on`, ...query });
    const pointer = (name: string, sort: string) => ({ ...bench.key(name), sort });

    it("point to items in order of their own sort key", async () => {
      await bench.write(
        at("z", "1"),
        at("y", "2"),
        thing(bench.home(), "x", { since: "3" }),
        thing(bench.home(), "w", { group: "g" }),
      );
      expect(await on()).toEqual({ pointers: [pointer("z", "1"), pointer("y", "2")], next: undefined });
      expect((await on({ limit: 10, descending: true })).pointers).toEqual([
        pointer("y", "2"),
        pointer("z", "1"),
      ]);
      expect((await bench.store().find(2, { pk: `${bench.home()}/g`, limit: 10 })).pointers).toEqual([
        pointer("w", "w"),
      ]);
    });

    it("lose an item that is put elsewhere, leaves, or is deleted", async () => {
      await bench.write(at("a", "1"), at("b", "2"), at("c", "3"), at("d", "4"), at("e", "5"));
      await bench.write(at("a", "9"), thing(bench.home(), "b"));
      await bench
        .store()
        .commit([
          update("c", ThingItem, bench.key("c"), { set: [[["on"], false]], leaveIndex1: true }),
          remove("d", ThingItem, bench.key("d")),
        ]);
      await bench.store().commit([update("e", ThingItem, bench.key("e"), { set: [[["limit"], 9]] })]);
      expect((await on()).pointers).toEqual([pointer("e", "5"), pointer("a", "9")]);
      await bench
        .store()
        .commit([
          update("e", ThingItem, bench.key("e"), { set: [[["on"], false]], leaveIndex1: true }, exists),
        ]);
      expect((await on()).pointers).toEqual([pointer("a", "9")]);
      expect(await bench.raw(bench.key("e"))).not.toHaveProperty("gsi1pk");
    });

    it("keep index 2 when an item leaves index 1", async () => {
      await bench.write(thing(bench.home(), "a", { on: true, group: "g" }));
      await bench
        .store()
        .commit([update("a", ThingItem, bench.key("a"), { set: [[["on"], false]], leaveIndex1: true })]);
      expect((await on()).pointers).toEqual([]);
      expect((await bench.store().find(2, { pk: `${bench.home()}/g`, limit: 1 })).pointers).toEqual([
        pointer("a", "a"),
      ]);
    });

    it("page both ways, within bounds, from a pointer on", async () => {
      await bench.write(...["1", "2", "3", "4", "5"].map((since) => at(`n${since}`, since)));
      const first = await on({ limit: 2, after: "1", before: "5" });
      expect(first).toEqual({ pointers: [pointer("n2", "2"), pointer("n3", "3")], next: pointer("n3", "3") });
      expect(await on({ limit: 2, after: "1", before: "5", start: pointer("n3", "3") })).toEqual({
        pointers: [pointer("n4", "4")],
        next: undefined,
      });
      const back = await on({ limit: 2, descending: true });
      expect(back.next).toEqual(pointer("n4", "4"));
      const further = await on({ limit: 9, descending: true, start: pointer("n4", "4") });
      expect(further.pointers.map(({ sort }) => sort)).toEqual(["3", "2", "1"]);
    });

    it("take a start outside the bounds for what it is", async () => {
      await bench.write(...["1", "2", "3"].map((since) => at(`n${since}`, since)));
      const sorts = async (query: Parameters<typeof on>[0]) =>
        (await on(query)).pointers.map(({ sort }) => sort);
      expect(await sorts({ limit: 9, after: "1", start: pointer("n1", "1") })).toEqual(["2", "3"]);
      expect(await sorts({ limit: 9, before: "3", start: pointer("n3", "3") })).toEqual([]);
      expect(await sorts({ limit: 9, before: "3", start: pointer("n3", "3"), descending: true })).toEqual([
        "2",
        "1",
      ]);
      expect(await sorts({ limit: 9, after: "1", start: pointer("n1", "1"), descending: true })).toEqual([]);
    });

    it("give each of many entries with one sort key once, page by page", async () => {
      await bench.write(...["a", "b", "c", "d", "e"].map((name) => at(name, "same")));
      const seen: string[] = [];
      let start: Pointer | undefined;
      do {
        const page = await on({ limit: 2, ...(start && { start }) });
        seen.push(...page.pointers.map(({ sk }) => sk));
        start = page.next;
      } while (start !== undefined);
      expect(seen.toSorted()).toEqual(["a", "b", "c", "d", "e"]);
    });
  });
};
