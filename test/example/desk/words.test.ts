import { describe, expect, it } from "vitest";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = new URL("../../../web/desk/", import.meta.url).pathname;
const folders = globSync("{lib,features}/*/words", { cwd: root }).sort();
const languages = ["pt-BR", "en", "es"] as const;

type Tree = { readonly [key: string]: string | Tree };

const read = (folder: string, language: string): Tree =>
  JSON.parse(readFileSync(join(root, folder, `${language}.json`), "utf8")) as Tree;

/** Every text under its path. */
function* texts(tree: Tree, path = ""): Generator<readonly [string, string]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") yield [`${path}${key}`, value];
    else yield* texts(value, `${path}${key}.`);
  }
}

/** The names of what a text leaves open. */
const open = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "").sort();

describe("the words of the desk", () => {
  it("are found", () => {
    expect(folders).toContain("features/workspace/words");
  });

  it.each(folders)("of %s have the same keys, with the same gaps, in each language", (folder) => {
    const [first, ...others] = languages.map((language) => new Map(texts(read(folder, language))));
    for (const other of others) {
      expect([...other.keys()].sort()).toEqual([...(first?.keys() ?? [])].sort());
      for (const [key, text] of other) expect([key, open(text)]).toEqual([key, open(first?.get(key) ?? "")]);
    }
  });

  it.each(folders)("of %s leave none empty", (folder) => {
    for (const language of languages)
      expect([...texts(read(folder, language))].filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});
