import type { ChangeRecord } from "../../shared/store/memory.ts";
import { absent, put, remove, update } from "../../shared/ports/store.ts";
import { describe, expect, it } from "vitest";
import { MortalItem, ThingItem, thing } from "./support/things.ts";
import { createMemoryStore } from "../../shared/store/memory.ts";

const home = "HOME";
const key = (name: string) => ({ pk: home, sk: name });

describe("the change log", () => {
  it("has one record for each item written, in order, with both images", async () => {
    const heard: ChangeRecord[] = [];
    const store = createMemoryStore({ onChange: (record) => heard.push(record) });
    await store.commit([
      put("a", ThingItem, thing(home, "a")),
      put("m", MortalItem, { home, name: "m", until: 1 }),
    ]);
    await store.commit([update("a", ThingItem, key("a"), { add: [[["version"], 1]] })]);
    await store.commit([remove("a", ThingItem, key("a"))]);
    store.expire(2);

    expect(
      store.changes.map(({ eventId, kind, key: { sk }, expired }) => [eventId, kind, sk, expired]),
    ).toEqual([
      ["1", "insert", "a", false],
      ["2", "insert", "m", false],
      ["3", "modify", "a", false],
      ["4", "remove", "a", false],
      ["5", "remove", "m", true],
    ]);
    const a = { ...thing(home, "a"), pk: home, sk: "a", shape: "thing", v: 1 };
    expect(store.changes[0]).toEqual(expect.objectContaining({ newItem: a }));
    expect(store.changes[0]).not.toHaveProperty("oldItem");
    expect(store.changes[2]).toEqual(expect.objectContaining({ oldItem: a, newItem: { ...a, version: 2 } }));
    expect(store.changes[3]).toEqual(expect.objectContaining({ oldItem: { ...a, version: 2 } }));
    expect(store.changes[3]).not.toHaveProperty("newItem");
    expect(heard).toEqual(store.changes);
  });

  it("has no record of a write that changed nothing or failed", async () => {
    const store = createMemoryStore();
    await store.commit([put("a", ThingItem, thing(home, "a"))]);
    await store.commit([put("a", ThingItem, thing(home, "a"))]);
    await store.commit([update("a", ThingItem, key("a"), { set: [[["version"], 1]] })]);
    await store.commit([remove("b", ThingItem, key("b"))]);
    await expect(
      store.commit([put("b", ThingItem, thing(home, "b")), put("a", ThingItem, thing(home, "a"), absent)]),
    ).rejects.toThrow("condition failed: a");
    expect(store.changes).toHaveLength(1);
  });

  it("is told only when the whole commit is in", async () => {
    const sizes: number[] = [];
    const store = createMemoryStore({ onChange: () => sizes.push(store.dump().length) });
    await store.commit([put("a", ThingItem, thing(home, "a")), put("b", ThingItem, thing(home, "b"))]);
    expect(sizes).toEqual([2, 2]);
  });
});

describe("time to live", () => {
  it("removes what should live until before the second, and nothing else", async () => {
    const store = createMemoryStore();
    await store.commit([
      put("m9", MortalItem, { home, name: "m9", until: 9 }),
      put("m10", MortalItem, { home, name: "m10", until: 10 }),
      put("a", ThingItem, thing(home, "a")),
    ]);
    store.expire(10);
    expect(store.dump().map(({ sk }) => sk)).toEqual(["m10", "a"]);
  });
});

describe("stale reads", () => {
  const scenario = async () => {
    let behind = 0;
    const store = createMemoryStore({ staleness: () => behind });
    await store.commit([put("a", ThingItem, thing(home, "a", { on: true, since: "1" }))]);
    await store.commit([put("b", ThingItem, thing(home, "b", { on: true, since: "2" }))]);
    await store.commit([put("a", ThingItem, thing(home, "a", { version: 2 }))]);
    await store.commit([remove("b", ThingItem, key("b"))]);
    return { store, setBehind: (count: number) => (behind = count) };
  };

  it.each([
    [0, ["a2"], []],
    [1, ["a2", "b1"], ["b"]],
    [2, ["a1", "b1"], ["a", "b"]],
    [3, ["a1"], ["a"]],
    [4, [], []],
    [99, [], []],
  ])("%d records behind", async (count, items, pointers) => {
    const { store, setBehind } = await scenario();
    setBehind(count);
    const seen = await store.query(ThingItem, { pk: home, limit: 9, consistency: "eventual" });
    expect(seen.items.map(({ name, version }) => `${name}${version}`)).toEqual(items);
    const found = await store.find(1, { pk: `${home}/on`, limit: 9 });
    expect(found.pointers.map(({ sk }) => sk)).toEqual(pointers);
    const one = await store.get(ThingItem, key("a"), { consistency: "eventual" });
    expect(one && `a${one.version}`).toBe(items.find((it) => it.startsWith("a")));
    const [b] = await store.getMany([{ shape: ThingItem, key: key("b") }], { consistency: "eventual" });
    expect(b && "b1").toBe(items.find((it) => it.startsWith("b")));
  });

  it("leave strong reads alone", async () => {
    const { store, setBehind } = await scenario();
    setBehind(99);
    expect((await store.query(ThingItem, { pk: home, limit: 9 })).items).toHaveLength(1);
    expect((await store.get(ThingItem, key("a")))?.version).toBe(2);
    expect(await store.getMany([{ shape: ThingItem, key: key("b") }])).toEqual([undefined]);
  });
});

describe("what the table could not refuse", () => {
  it.each([
    ["leaves index places behind", { set: [[["on"], false]] }],
    ["leaves an index without reason", { leaveIndex1: true }],
    ["would enter an index", { set: [[["group"], "g"]] }],
    ["moves the item", { set: [[["name"], "b"]] }],
    ["spoils the item", { set: [[["version"], "one"]] }],
  ] satisfies readonly (readonly [string, Parameters<typeof update>[3]])[])(
    "an update that %s is a mistake",
    async (_, what) => {
      const store = createMemoryStore();
      const stored = thing(home, "a", { on: true });
      await store.commit([put("a", ThingItem, stored)]);
      await expect(store.commit([update("a", ThingItem, key("a"), what)])).rejects.toThrow(TypeError);
      expect(await store.get(ThingItem, key("a"))).toEqual(stored);
    },
  );
});
