import type { Bench } from "../support/bench.ts";
import type { Opened, Thing } from "../support/things.ts";
import { UnreadableItem, absent, check, put, update } from "../../../shared/ports/store.ts";
import { BrokenThingItem, LaterThingItem, MortalItem, ThingItem, thing } from "../support/things.ts";
import { describe, expect, it } from "vitest";

/** Pages, batches, and items that cannot be read. */
export const readsSuite = (bench: Bench): void => {
  describe("getMany", () => {
    it("gives items in the order asked, of several kinds, repeated and missing ones too", async () => {
      await bench.write(thing(bench.home(), "a"), thing(bench.home(), "b"));
      await bench.store().commit([put("m", MortalItem, { home: bench.home(), name: "m", until: 5 })]);
      const [b, nothing, mortal, a, again] = await bench
        .store()
        .getMany<[Thing, Thing, { until: number }, Thing, Thing]>([
          { shape: ThingItem, key: bench.key("b") },
          { shape: ThingItem, key: bench.key("nothing") },
          { shape: MortalItem, key: bench.key("m") },
          { shape: ThingItem, key: bench.key("a") },
          { shape: ThingItem, key: bench.key("b") },
        ]);
      expect([b, nothing, mortal?.until, a, again]).toEqual([
        thing(bench.home(), "b"),
        undefined,
        5,
        thing(bench.home(), "a"),
        thing(bench.home(), "b"),
      ]);
    });

    it("takes none, and more than one request's worth", async () => {
      expect(await bench.store().getMany([])).toEqual([]);
      const things = Array.from({ length: 230 }, (_, at) => thing(bench.home(), `t${at}`));
      for (let at = 0; at < things.length; at += 100) await bench.write(...things.slice(at, at + 100));
      const wanted = things.map((it) => ({ shape: ThingItem, key: bench.key(it.name) }));
      expect(await bench.store().getMany<Thing[]>(wanted, { consistency: "eventual" })).toEqual(things);
    });
  });

  describe("query", () => {
    const names = ["a#1", "a#2", "a#3", "b#1", "b#10", "b#2", "b$", "c"];
    const list = async (query: Omit<Parameters<Opened["store"]["query"]>[1], "pk">) => {
      const page = await bench.store().query(ThingItem, { pk: bench.home(), ...query });
      return { names: page.items.map(({ name }) => name), next: page.next };
    };

    it.each([
      ["everything", { limit: 10 }, names, undefined],
      ["exactly everything", { limit: 8 }, names, undefined],
      ["a page", { limit: 3 }, ["a#1", "a#2", "a#3"], "a#3"],
      ["the page after", { limit: 3, after: "a#3" }, ["b#1", "b#10", "b#2"], "b#2"],
      ["the last page", { limit: 3, after: "b#2" }, ["b$", "c"], undefined],
      ["from the end", { limit: 2, descending: true }, ["c", "b$"], "b$"],
      [
        "on from the end",
        { limit: 5, descending: true, before: "b$" },
        ["b#2", "b#10", "b#1", "a#3", "a#2"],
        "a#2",
      ],
      ["a prefix", { limit: 9, prefix: "b#" }, ["b#1", "b#10", "b#2"], undefined],
      ["a prefix from the end", { limit: 2, prefix: "b#", descending: true }, ["b#2", "b#10"], "b#10"],
      ["a prefix, further on", { limit: 9, prefix: "b#", after: "b#1" }, ["b#10", "b#2"], undefined],
      ["a prefix, after a text before it", { limit: 1, prefix: "b#", after: "a" }, ["b#1"], "b#1"],
      ["a prefix, after all of it", { limit: 9, prefix: "a#", after: "b" }, [], undefined],
      ["a prefix, up to a text in it", { limit: 9, prefix: "b#", before: "b#2" }, ["b#1", "b#10"], undefined],
      ["between", { limit: 9, after: "a#2", before: "b#2" }, ["a#3", "b#1", "b#10"], undefined],
      [
        "between, from the end",
        { limit: 1, after: "a#2", before: "b#2", descending: true },
        ["b#10"],
        "b#10",
      ],
      ["between nothing", { limit: 9, after: "b", before: "a" }, [], undefined],
      ["between neighbours", { limit: 9, after: "a#1", before: "a#2" }, [], undefined],
      ["before everything", { limit: 9, before: "" }, [], undefined],
      ["after the empty text", { limit: 9, after: "" }, names, undefined],
      ["eventually", { limit: 9, prefix: "c", consistency: "eventual" }, ["c"], undefined],
    ] as const)("%s", async (_, query, expected, next) => {
      await bench.write(...names.map((name) => thing(bench.home(), name)));
      expect(await list(query)).toEqual({ names: expected, next });
    });

    it("orders as the table does, by bytes", async () => {
      const sorted = ["Z", "a", "é", "￿", "💬", "💬a"];
      await bench.write(...sorted.toReversed().map((name) => thing(bench.home(), name)));
      expect((await list({ limit: 10 })).names).toEqual(sorted);
      expect((await list({ limit: 10, prefix: "💬" })).names).toEqual(["💬", "💬a"]);
      expect((await list({ limit: 10, after: "￿" })).names).toEqual(["💬", "💬a"]);
    });

    it("gives nothing of an empty partition", async () => {
      expect(await list({ limit: 1 })).toEqual({ names: [], next: undefined });
    });

    it("reads on over the service's own pages", async () => {
      const heavy = Array.from({ length: 12 }, (_, at) =>
        thing(bench.home(), `h${at + 10}`, { raw: "x".repeat(200_000) }),
      );
      for (const it of heavy) await bench.write(it);
      expect((await list({ limit: 11 })).names).toHaveLength(11);
      expect(await list({ limit: 12 })).toEqual({ names: heavy.map(({ name }) => name), next: undefined });
    });

    it.each([0, -1, 1_001, 1.5, Number.NaN])("refuses a page of %d", async (limit) => {
      await expect(list({ limit })).rejects.toThrow(RangeError);
      await expect(bench.store().find(1, { pk: bench.home(), limit })).rejects.toThrow(RangeError);
    });
  });

  describe("unreadable items", () => {
    const later = () => put("later", LaterThingItem, { home: bench.home(), name: "later" });

    it.each([
      ["another kind", () => put("it", MortalItem, { home: bench.home(), name: "a", until: 1 })],
      ["another version", () => put("it", LaterThingItem, { home: bench.home(), name: "a" })],
      ["another form", () => put("it", BrokenThingItem, { home: bench.home(), name: "a" })],
    ])("of %s are an error that says where, from every read", async (_, unreadable) => {
      await bench.store().commit([unreadable()]);
      await bench.write(thing(bench.home(), "b"));
      const expected = expect.objectContaining({
        name: "UnreadableItem",
        kind: "thing",
        key: bench.key("a"),
      });
      await expect(bench.read("a")).rejects.toEqual(expected);
      await expect(bench.store().getMany([{ shape: ThingItem, key: bench.key("a") }])).rejects.toEqual(
        expected,
      );
      await expect(bench.store().query(ThingItem, { pk: bench.home(), limit: 9 })).rejects.toEqual(expected);
      await expect(
        bench.store().commit([put("it", ThingItem, thing(bench.home(), "a"), absent)]),
      ).rejects.toEqual(expected);
    });

    it("are not updated", async () => {
      await bench.store().commit([later()]);
      const change = update("it", ThingItem, bench.key("later"), { set: [[["version"], 2]] });
      await expect(bench.store().commit([change])).rejects.toThrow(UnreadableItem);
      await expect(
        bench.store().commit([change, check("b", ThingItem, bench.key("b"), absent)]),
      ).rejects.toThrow(UnreadableItem);
      expect(await bench.store().get(LaterThingItem, bench.key("later"))).toEqual({
        home: bench.home(),
        name: "later",
      });
    });

    it("do not spoil pages they are not in", async () => {
      await bench.store().commit([later()]);
      await bench.write(thing(bench.home(), "a"));
      expect((await bench.store().query(ThingItem, { pk: bench.home(), limit: 1 })).items).toEqual([
        thing(bench.home(), "a"),
      ]);
    });
  });
};
