import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { shapes } from "../../shared/contracts/stored/shapes.ts";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/access-patterns.md", root), "utf8");

/** Cells of the page's tables, row by row. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.split("|").map((cell) => cell.trim()));

/** Whether a path or a file name stands on the page as a word of its own. */
const mentions = (path: string): boolean =>
  new RegExp(`(?<![\\w/-])${path.replaceAll(".", "\\.")}(?![\\w-])`).test(page);

const actionFiles = readdirSync(fileURLToPath(new URL("shared/actions/", root)), { recursive: true })
  .map((path) => path.toString().replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"));

describe("docs/access-patterns.md", () => {
  it.each(shapes.map(({ kind, version }) => [kind, version] as const))(
    "has a row for %s in version %i",
    (kind, version) => {
      const own = rows.filter(([, item]) => item === `\`${kind}\``);
      expect(own.map(([, , v]) => v)).toContain(version.toString());
    },
  );

  it("has the expiry of each kind that expires, and of no other", () => {
    const items = rows.filter(([, , v]) => /^\d+$/.test(v ?? ""));
    for (const shape of shapes) {
      const [row] = items.filter(([, item]) => item === `\`${shape.kind}\``);
      expect(/\d/.test(row?.[6] ?? ""), `${shape.kind} expires: ${row?.[6]}`).toBe("expires" in shape);
    }
  });

  it("finds the action files", () => {
    expect(actionFiles.length).toBeGreaterThan(30);
  });

  it.each(actionFiles)("says what %s calls", (path) => {
    expect(mentions(`shared/actions/${path}`) || mentions(path.split("/").at(-1) ?? path)).toBe(true);
  });

  it("names no action file that is not there", () => {
    const named = [...page.matchAll(/`shared\/actions\/([\w/-]+\.ts)`/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThan(20);
    for (const path of named) expect(actionFiles).toContain(path);
  });
});
