import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorTable } from "../../shared/contracts/errors.ts";
import { routeList } from "../../shared/contracts/routes/table.ts";
import type { Access } from "../../shared/contracts/routes/route.ts";
import { everyone } from "../../shared/contracts/routes/route.ts";
import { ServerMessage } from "../../shared/contracts/socket-messages.ts";
import { Scope } from "../../shared/contracts/api-keys.ts";
import { Entry } from "../../shared/contracts/tickets.ts";

const page = readFileSync(new URL("../../docs/api.md", import.meta.url), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.split("|").map((cell) => cell.trim()));
const rowsOf = (first: string) => rows.filter(([, cell]) => cell === `\`${first}\``);
/** Rows of the table whose first column is headed so: a word may begin a row in two tables. */
const rowsUnder = (heading: string): typeof rows => {
  const begin = rows.findIndex(([, cell]) => cell === heading);
  const length = rows.slice(begin).findIndex(([, cell = ""], at) => at > 1 && !cell.startsWith("`"));
  return rows.slice(begin + 2, length < 0 ? undefined : begin + length);
};
const codesIn = (cell = ""): readonly string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, code = ""]) => code);

/** The guide says once for all routes which of them answer these. */
const implied: ReadonlySet<string> = new Set([
  "BAD_REQUEST",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "BUSY",
  "INTERNAL",
]);

/** Access hours are looked at for every staff route; what leads to a session says for itself that it looks. */
const isImplied = (code: string, access: Access): boolean =>
  implied.has(code) || (access.kind === "staff" && code === "OUTSIDE_ACCESS_HOURS");

const whoOf = (access: Access): string => {
  if (access.kind !== "staff") return access.kind;
  return access.roles.length === everyone.length ? "staff" : access.roles.join(", ");
};

describe("the API guide", () => {
  it.each(routeList)("has the route $name as it is", ({ name, method, path, access, status, errors }) => {
    const [row, another] = rowsOf(name);
    expect(another).toBeUndefined();
    const [, , route, who, success, own] = row ?? [];
    expect({ route, who, success }).toEqual({
      route: `\`${method} ${path}\``,
      who: whoOf(access),
      success: status.toString(),
    });
    expect(codesIn(own).toSorted()).toEqual(errors.filter((code) => !isImplied(code, access)).toSorted());
  });

  it.each(Scope.options)("says what the scope %s is for", (scope) => {
    const opened = routeList.filter(({ access }) => access.kind === "staff" && access.scope === scope);
    const [row, another] = rowsUnder("scope").filter(([, cell]) => cell === `\`${scope}\``);
    expect(row).toBeDefined();
    expect(another).toBeUndefined();
    expect(codesIn(row?.[2]).toSorted()).toEqual(opened.map(({ name }) => name).toSorted());
  });

  it("has no route that is not there", () => {
    const named = rows.filter(([, , route]) => /^`(?:GET|POST|PUT|PATCH|DELETE) \//.test(route ?? ""));
    expect(named).toHaveLength(routeList.length);
  });

  it.each(Object.entries(errorTable))("has the error %s with its status", (code, { status }) => {
    expect(rowsOf(code).map(([, , shown]) => shown)).toEqual([status.toString()]);
  });

  it("has no error that is not there", () => {
    const named = rows.flatMap(([, code = "", status = ""]) => (/^\d{3}$/.test(status) ? codesIn(code) : []));
    expect(named.toSorted()).toEqual(Object.keys(errorTable).toSorted());
  });

  it("has every frame of the socket", () => {
    const types = ServerMessage.options.map((option) => option.shape.type.value);
    for (const type of types) expect(rowsOf(type), type).toHaveLength(1);
  });

  it("names every type of entry", () => {
    const types = new Set(Entry.options.map((option) => option.shape.type.value));
    const sentence = /Types of entries: ([^.]+)\./.exec(page)?.[1];
    for (const type of types) expect(sentence).toContain(`\`${type}\``);
  });
});
