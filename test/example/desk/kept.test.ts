import { expect, test } from "vitest";
import { forgetKept, keep, readKept } from "../../../web/desk/lib/kept.ts";
import type { AgentId } from "../../../shared/contracts/ids.ts";

const [ana, anabel] = ["agt_ana", "agt_anabel"] as [AgentId, AgentId];

/** What a tab keeps. */
function fakeStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

test("what one person wrote is theirs, and gone once somebody else is signed in or nobody is", () => {
  const tab = fakeStorage();
  tab.setItem("of another program", "stays");
  keep(ana, "message tkt_1", "Já vejo", tab);
  keep(ana, "note tkt_1", "liga depois", tab);
  expect(readKept(anabel, "message tkt_1", tab)).toBe("");
  keep(anabel, "message tkt_1", "Oi", tab);
  forgetKept(ana, tab);
  expect(readKept(ana, "note tkt_1", tab)).toBe("liga depois");
  expect(readKept(anabel, "message tkt_1", tab)).toBe("");
  forgetKept(null, tab);
  expect(tab.length).toBe(1);
});
