import type { Condition, Pointer } from "../../shared/ports/store.ts";
import type { Opened, Thing } from "./support/things.ts";
import {
  ConditionFailed,
  UnreadableItem,
  absent,
  after,
  below,
  check,
  contains,
  equals,
  exists,
  oneOf,
  put,
  remove,
  update,
  versionIs,
} from "../../shared/ports/store.ts";
import { BrokenThingItem, LaterThingItem, MortalItem, ThingItem, thing } from "./support/things.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { randomUUID } from "node:crypto";

/** What every store does. `open` may give the same store again and again: each test has a partition of its own. */
export const storeSuite = (open: () => Opened): void => {
  let home: string;
  const store = (): Opened["store"] => open().store;
  const key = (name: string) => ({ pk: home, sk: name });
  const read = (name: string) => store().get(ThingItem, key(name));
  const write = (...things: readonly Thing[]) =>
    store().commit(things.map((it) => put(it.name, ThingItem, it)));
  const failureOf = async (work: Promise<unknown>): Promise<ReadonlyMap<string, unknown>> => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConditionFailed);
    return (error as ConditionFailed).failures;
  };

  beforeEach(() => {
    home = `HOME#${randomUUID()}`;
  });

  describe("put and get", () => {
    it("gives back what was put", async () => {
      const full = thing(home, "a", {
        load: 0,
        state: null,
        words: ["", "ç", "💬"],
        seats: { "chn.1": { status: "online", since: "x" } },
        group: "g",
        raw: { deep: [1, -0.5, true, null, "", { "": [] }], big: 12_345_678_901_234_567_890, small: 1e-100 },
      });
      await write(full);
      expect(await read("a")).toEqual(full);
      expect(await store().get(ThingItem, key("a"), { consistency: "eventual" })).toEqual(full);
    });

    it("gives undefined where there is nothing", async () => {
      expect(await read("nothing")).toBeUndefined();
    });

    it("replaces the whole item", async () => {
      await write(thing(home, "a", { load: 4 }));
      await write(thing(home, "a"));
      expect(await read("a")).toEqual(thing(home, "a"));
    });

    it("stores no undefined", async () => {
      const { group: _, ...withoutGroup } = thing(home, "a", { group: "x" });
      const holed = { ...withoutGroup, load: undefined, group: undefined };
      await store().commit([put("a", ThingItem, holed as unknown as Thing)]);
      expect(Object.keys((await read("a")) ?? {})).not.toContain("load");
    });

    it("adds shape, version and time to live to the entity", async () => {
      await store().commit([put("m", MortalItem, { home, name: "m", until: 1_800_000_000 })]);
      expect(await open().raw(key("m"))).toEqual({
        pk: home,
        sk: "m",
        home,
        name: "m",
        until: 1_800_000_000,
        ttl: 1_800_000_000,
        shape: "mortal",
        v: 3,
      });
    });

    it("writes nothing when one value is not of its shape", async () => {
      const bad = { ...thing(home, "b"), version: "one" } as unknown as Thing;
      await expect(write(thing(home, "a"), bad)).rejects.toThrow(TypeError);
      expect(await read("a")).toBeUndefined();
    });

    it.each([
      ["a number too large", 1e126],
      ["a number too small", 1e-131],
      ["too many levels", Array.from({ length: 33 }).reduce<Thing["raw"]>((inner) => [inner ?? null], 1)],
    ])("refuses %s", async (_, raw) => {
      await expect(write(thing(home, "a", { raw }))).rejects.toThrow(TypeError);
    });

    it("keeps what it holds apart from what it was given and what it gave", async () => {
      const given = thing(home, "a", { words: ["one"], raw: { list: [1] } });
      await write(given);
      const before = structuredClone(given);
      given.words.push("two");
      (given.raw as { list: number[] }).list.push(2);
      const first = await read("a");
      const [page] = (await store().query(ThingItem, { pk: home, limit: 1 })).items;
      for (const got of [first, page]) {
        // A frozen value refuses, a copy does not care: either way the store is as before.
        try {
          got?.words.push("three");
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }
      expect(await read("a")).toEqual(before);
    });
  });

  describe("conditions", () => {
    const item = {
      version: 4,
      load: 2,
      limit: 3,
      words: ["alpha"],
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
      ["after", after(["since"], "2025-12-31"), true],
      ["after itself", after(["since"], "2026-01-01T00:00:00.000Z"), false],
      ["after later", after(["since"], "2027"), false],
      ["after, of a number", after(["version"], "0"), false],
      ["after, missing", after(["group"], ""), false],
    ];

    it.each(cases)("%s", async (_, condition, holds) => {
      const stored = thing(home, "a", item);
      await write(stored);
      for (const change of [
        check("it", ThingItem, key("a"), condition),
        update("it", ThingItem, key("a"), { set: [[["limit"], 9]] }, condition),
        put("it", ThingItem, { ...stored, limit: 9 }, condition),
        remove("it", ThingItem, key("a"), condition),
      ]) {
        if (holds) {
          await store().commit([change]);
          expect(await read("a")).toEqual(
            change.do === "delete" ? undefined : { ...stored, limit: change.do === "check" ? 3 : 9 },
          );
          await write(stored);
        } else {
          expect(await failureOf(store().commit([change]))).toEqual(new Map([["it", stored]]));
          expect(await read("a")).toEqual(stored);
        }
      }
    });

    it.each(cases.filter(([, condition]) => condition.is !== "absent"))(
      "%s: false of a missing item",
      async (_, condition) => {
        for (const change of [
          check("it", ThingItem, key("a"), condition),
          update("it", ThingItem, key("a"), { set: [[["limit"], 9]] }, condition),
          put("it", ThingItem, thing(home, "a"), condition),
          remove("it", ThingItem, key("a"), condition),
        ]) {
          expect(await failureOf(store().commit([change]))).toEqual(new Map([["it", undefined]]));
        }
        expect(await read("a")).toBeUndefined();
      },
    );

    it("absent holds of a missing item", async () => {
      await store().commit([check("it", ThingItem, key("a"), absent)]);
      await store().commit([remove("it", ThingItem, key("a"), absent)]);
      await store().commit([put("it", ThingItem, thing(home, "a"), absent)]);
      expect(await read("a")).toEqual(thing(home, "a"));
    });

    it("all must hold", async () => {
      await write(thing(home, "a"));
      const both = update("it", ThingItem, key("a"), { set: [[["limit"], 9]] }, versionIs(1), versionIs(2));
      await failureOf(store().commit([both]));
      expect((await read("a"))?.limit).toBe(3);
    });
  });

  describe("update, delete", () => {
    it("sets and adds at the root and deep inside, and leaves the rest", async () => {
      const before = thing(home, "a", { seats: { "c#1": { status: "online", since: "x" } }, words: ["w"] });
      await write(before);
      await store().commit([
        update("it", ThingItem, key("a"), {
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
      expect(await read("a")).toEqual({
        ...before,
        version: 3,
        limit: 2,
        state: null,
        seats: { "c#1": { status: "offline", since: "x" }, "d.2": { status: "online", since: "y" } },
      });
    });

    it("counts from 0 where there is no number yet", async () => {
      await write(thing(home, "a"));
      await store().commit([update("it", ThingItem, key("a"), { add: [[["load"], 2]] })]);
      expect((await read("a"))?.load).toBe(2);
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
        await write(thing(home, "a"));
        const wrong = update("it", ThingItem, key("a"), what);
        await expect(store().commit([wrong])).rejects.toThrow(TypeError);
        await expect(store().commit([put("b", ThingItem, thing(home, "b")), wrong])).rejects.toThrow(
          TypeError,
        );
        expect(await read("a")).toEqual(thing(home, "a"));
        expect(await read("b")).toBeUndefined();
      },
    );

    it("fails on what is not there, and creates nothing", async () => {
      const change = update("it", ThingItem, key("a"), { add: [[["load"], 1]] });
      expect(await failureOf(store().commit([change]))).toEqual(new Map([["it", undefined]]));
      expect(await read("a")).toBeUndefined();
    });

    it("deletes, also what is not there", async () => {
      await write(thing(home, "a"));
      await store().commit([remove("it", ThingItem, key("a"))]);
      expect(await read("a")).toBeUndefined();
      await store().commit([remove("it", ThingItem, key("a"))]);
    });
  });

  describe("commits of several changes", () => {
    it("makes all of every kind", async () => {
      await write(thing(home, "changed"), thing(home, "gone"), thing(home, "seen"));
      await store().commit([
        put("new", ThingItem, thing(home, "new"), absent),
        update("changed", ThingItem, key("changed"), { add: [[["version"], 1]] }, versionIs(1)),
        remove("gone", ThingItem, key("gone"), exists),
        check("seen", ThingItem, key("seen"), equals(["on"], false)),
        check("unseen", ThingItem, key("unseen"), absent),
      ]);
      expect((await store().query(ThingItem, { pk: home, limit: 10 })).items).toEqual([
        thing(home, "changed", { version: 2 }),
        thing(home, "new"),
        thing(home, "seen"),
      ]);
    });

    it("makes none when one fails, and names every failure with the item as it is", async () => {
      await write(thing(home, "a"), thing(home, "b", { version: 7 }), thing(home, "c"));
      const work = store().commit([
        put("fresh", ThingItem, thing(home, "fresh"), absent),
        put("taken", ThingItem, thing(home, "a", { limit: 9 }), absent),
        update("moved", ThingItem, key("b"), { add: [[["version"], 1]] }, versionIs(6)),
        remove("missing", ThingItem, key("nothing"), exists),
        remove("c", ThingItem, key("c"), exists),
      ]);
      expect(await failureOf(work)).toEqual(
        new Map([
          ["taken", thing(home, "a")],
          ["moved", thing(home, "b", { version: 7 })],
          ["missing", undefined],
        ]),
      );
      expect((await store().query(ThingItem, { pk: home, limit: 10 })).items).toEqual([
        thing(home, "a"),
        thing(home, "b", { version: 7 }),
        thing(home, "c"),
      ]);
    });

    it("takes 1 to 100 changes", async () => {
      const things = Array.from({ length: 101 }, (_, at) => thing(home, `t${at}`));
      await expect(write(...things)).rejects.toThrow(RangeError);
      await expect(write()).rejects.toThrow(RangeError);
      expect((await store().query(ThingItem, { pk: home, limit: 1 })).items).toEqual([]);
      await write(...things.slice(1));
      expect((await store().query(ThingItem, { pk: home, limit: 1_000 })).items).toHaveLength(100);
    });

    it("refuses two changes of one item", async () => {
      const twice = [put("a", ThingItem, thing(home, "a")), remove("b", ThingItem, key("a"))];
      await expect(store().commit(twice)).rejects.toThrow(TypeError);
      expect(await read("a")).toBeUndefined();
    });

    it("lets one of many win", async () => {
      await write(thing(home, "a", { version: 0 }));
      for (let version = 0; version < 5; version += 1) {
        const attempts = Array.from({ length: 20 }, () =>
          store().commit([
            update("it", ThingItem, key("a"), { add: [[["version"], 1]] }, versionIs(version)),
            put("mark", ThingItem, thing(home, `mark${version}`), absent),
          ]),
        );
        const results = await Promise.allSettled(attempts);
        expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        for (const result of results) {
          if (result.status === "rejected") expect(result.reason).toBeInstanceOf(ConditionFailed);
        }
      }
      expect((await read("a"))?.version).toBe(5);
    });

    it("loses no addition", async () => {
      await write(thing(home, "a", { load: 0 }));
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store().commit([update("it", ThingItem, key("a"), { add: [[["load"], 1]] })]),
        ),
      );
      expect((await read("a"))?.load).toBe(20);
    });
  });

  describe("getMany", () => {
    it("gives items in the order asked, of several kinds, repeated and missing ones too", async () => {
      await write(thing(home, "a"), thing(home, "b"));
      await store().commit([put("m", MortalItem, { home, name: "m", until: 5 })]);
      const [b, nothing, mortal, a, again] = await store().getMany<
        [Thing, Thing, { until: number }, Thing, Thing]
      >([
        { shape: ThingItem, key: key("b") },
        { shape: ThingItem, key: key("nothing") },
        { shape: MortalItem, key: key("m") },
        { shape: ThingItem, key: key("a") },
        { shape: ThingItem, key: key("b") },
      ]);
      expect([b, nothing, mortal?.until, a, again]).toEqual([
        thing(home, "b"),
        undefined,
        5,
        thing(home, "a"),
        thing(home, "b"),
      ]);
    });

    it("takes none, and more than one request's worth", async () => {
      expect(await store().getMany([])).toEqual([]);
      const things = Array.from({ length: 230 }, (_, at) => thing(home, `t${at}`));
      for (let at = 0; at < things.length; at += 100) await write(...things.slice(at, at + 100));
      const wanted = things.map((it) => ({ shape: ThingItem, key: key(it.name) }));
      expect(await store().getMany<Thing[]>(wanted, { consistency: "eventual" })).toEqual(things);
    });
  });

  describe("query", () => {
    const names = ["a#1", "a#2", "a#3", "b#1", "b#10", "b#2", "b$", "c"];
    const list = async (query: Omit<Parameters<Opened["store"]["query"]>[1], "pk">) => {
      const page = await store().query(ThingItem, { pk: home, ...query });
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
      await write(...names.map((name) => thing(home, name)));
      expect(await list(query)).toEqual({ names: expected, next });
    });

    it("orders as the table does, by bytes", async () => {
      const sorted = ["Z", "a", "é", "￿", "💬", "💬a"];
      await write(...sorted.toReversed().map((name) => thing(home, name)));
      expect((await list({ limit: 10 })).names).toEqual(sorted);
      expect((await list({ limit: 10, prefix: "💬" })).names).toEqual(["💬", "💬a"]);
      expect((await list({ limit: 10, after: "￿" })).names).toEqual(["💬", "💬a"]);
    });

    it("gives nothing of an empty partition", async () => {
      expect(await list({ limit: 1 })).toEqual({ names: [], next: undefined });
    });

    it("reads on over the service's own pages", async () => {
      const heavy = Array.from({ length: 12 }, (_, at) =>
        thing(home, `h${at + 10}`, { raw: "x".repeat(200_000) }),
      );
      for (const it of heavy) await write(it);
      expect((await list({ limit: 11 })).names).toHaveLength(11);
      expect(await list({ limit: 12 })).toEqual({ names: heavy.map(({ name }) => name), next: undefined });
    });

    it.each([0, -1, 1_001, 1.5, Number.NaN])("refuses a page of %d", async (limit) => {
      await expect(list({ limit })).rejects.toThrow(RangeError);
      await expect(store().find(1, { pk: home, limit })).rejects.toThrow(RangeError);
    });
  });

  describe("indexes", () => {
    const at = (name: string, since: string) => thing(home, name, { on: true, since });
    const on = async (query: Omit<Parameters<Opened["store"]["find"]>[1], "pk"> = { limit: 10 }) =>
      store().find(1, { pk: `${home}/on`, ...query });
    const pointer = (name: string, sort: string) => ({ ...key(name), sort });

    it("point to items in order of their own sort key", async () => {
      await write(
        at("z", "1"),
        at("y", "2"),
        thing(home, "x", { since: "3" }),
        thing(home, "w", { group: "g" }),
      );
      expect(await on()).toEqual({ pointers: [pointer("z", "1"), pointer("y", "2")], next: undefined });
      expect((await on({ limit: 10, descending: true })).pointers).toEqual([
        pointer("y", "2"),
        pointer("z", "1"),
      ]);
      expect((await store().find(2, { pk: `${home}/g`, limit: 10 })).pointers).toEqual([pointer("w", "w")]);
    });

    it("lose an item that is put elsewhere, leaves, or is deleted", async () => {
      await write(at("a", "1"), at("b", "2"), at("c", "3"), at("d", "4"), at("e", "5"));
      await write(at("a", "9"), thing(home, "b"));
      await store().commit([
        update("c", ThingItem, key("c"), { set: [[["on"], false]], leaveIndex1: true }),
        remove("d", ThingItem, key("d")),
      ]);
      await store().commit([update("e", ThingItem, key("e"), { set: [[["limit"], 9]] })]);
      expect((await on()).pointers).toEqual([pointer("e", "5"), pointer("a", "9")]);
      await store().commit([
        update("e", ThingItem, key("e"), { set: [[["on"], false]], leaveIndex1: true }, exists),
      ]);
      expect((await on()).pointers).toEqual([pointer("a", "9")]);
      expect(await open().raw(key("e"))).not.toHaveProperty("gsi1pk");
    });

    it("keep index 2 when an item leaves index 1", async () => {
      await write(thing(home, "a", { on: true, group: "g" }));
      await store().commit([update("a", ThingItem, key("a"), { set: [[["on"], false]], leaveIndex1: true })]);
      expect((await on()).pointers).toEqual([]);
      expect((await store().find(2, { pk: `${home}/g`, limit: 1 })).pointers).toEqual([pointer("a", "a")]);
    });

    it("page both ways, within bounds, from a pointer on", async () => {
      await write(...["1", "2", "3", "4", "5"].map((since) => at(`n${since}`, since)));
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
      await write(...["1", "2", "3"].map((since) => at(`n${since}`, since)));
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
      await write(...["a", "b", "c", "d", "e"].map((name) => at(name, "same")));
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

  describe("unreadable items", () => {
    const later = () => put("later", LaterThingItem, { home, name: "later" });

    it.each([
      ["another kind", () => put("it", MortalItem, { home, name: "a", until: 1 })],
      ["another version", () => put("it", LaterThingItem, { home, name: "a" })],
      ["another form", () => put("it", BrokenThingItem, { home, name: "a" })],
    ])("of %s are an error that says where, from every read", async (_, unreadable) => {
      await store().commit([unreadable()]);
      await write(thing(home, "b"));
      const expected = expect.objectContaining({ name: "UnreadableItem", kind: "thing", key: key("a") });
      await expect(read("a")).rejects.toEqual(expected);
      await expect(store().getMany([{ shape: ThingItem, key: key("a") }])).rejects.toEqual(expected);
      await expect(store().query(ThingItem, { pk: home, limit: 9 })).rejects.toEqual(expected);
      await expect(store().commit([put("it", ThingItem, thing(home, "a"), absent)])).rejects.toEqual(
        expected,
      );
    });

    it("are not updated", async () => {
      await store().commit([later()]);
      const change = update("it", ThingItem, key("later"), { set: [[["version"], 2]] });
      await expect(store().commit([change])).rejects.toThrow(UnreadableItem);
      await expect(store().commit([change, check("b", ThingItem, key("b"), absent)])).rejects.toThrow(
        UnreadableItem,
      );
      expect(await store().get(LaterThingItem, key("later"))).toEqual({ home, name: "later" });
    });

    it("do not spoil pages they are not in", async () => {
      await store().commit([later()]);
      await write(thing(home, "a"));
      expect((await store().query(ThingItem, { pk: home, limit: 1 })).items).toEqual([thing(home, "a")]);
    });
  });
};
