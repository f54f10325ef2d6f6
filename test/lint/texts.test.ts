import { describe, expect, it } from "vitest";
import { offences, textRules, textsOf } from "./support/texts.ts";
import { repository } from "./support/oxlint.ts";

/** These hold the words that are forbidden elsewhere. */
const about = /^test\/lint\/(?:texts\.test|rules\.test|support\/texts)\.ts$/;
const texts = [...textsOf(repository)].filter(([path]) => !about.test(path));

/** One line of each kind for each rule, and one that looks like it and is none. */
const samples: Readonly<
  Record<string, { readonly bad: readonly string[]; readonly good: readonly string[] }>
> = {
  "a test that does not run, or keeps others from running": {
    bad: [
      `it.skip("x", f)`,
      `describe.only("x", f)`,
      `test.concurrent.skip("x", f)`,
      `it.todo("x")`,
      `xit("x")`,
    ],
    good: [`it("skips what is done", f)`, `rows.skip(1)`, `it.each(rows)("x", f)`, `exit(1)`],
  },
  "a rule of the compiler or the linter put aside": {
    bad: ["// @ts-ignore", "// @ts-nocheck", "// oxlint-disable-next-line no-new", "x as any"],
    good: ["// @ts-expect-error The table has more routes.", "has any"],
  },
  "work left for later": { bad: ["// TODO: more", "FIXME"], good: ["`todo` is a word", "HACKED"] },
  "the machine's time": {
    bad: ["new Date()", "const now = Date.now;", "Date()"],
    good: ["new Date(at)", "clock.now()", "toDate()", "validateDate.nowhere"],
  },
  "a path of somebody's machine": {
    bad: [`"/home/ana/balcao"`, `in /Users/ana/x`, "(/root/x)"],
    good: ["https://example.com/home/page", "./home/x", "`${base}/work/x`", "/v1/channels"],
  },
  "a host to install packages from": {
    bad: [
      `"resolved": "https://packages.example/x.tgz"`,
      "registry=https://packages.example",
      "//registry.x/:a",
    ],
    good: ["a registry of connections", `"resolvedAt": 1`],
  },
};

describe("the texts of the repository", () => {
  it("are more than a few", () => {
    expect(texts.length).toBeGreaterThan(300);
  });

  it.each(textRules.map((rule) => [rule.name, rule] as const))("hold no %s", (_, rule) => {
    expect(offences(rule, texts)).toEqual([]);
  });

  it.each(textRules.map((rule) => [rule.name, rule] as const))("would show %s", (name, rule) => {
    const path = "test/example/planted.ts";
    const { bad, good } = samples[name] ?? { bad: [], good: [] };
    expect(bad.length).toBeGreaterThan(0);
    expect(offences(rule, [[path, [...good, ...bad].join("\n")]]).map(({ at }) => at)).toEqual(
      bad.map((_line, index) => `${path}:${good.length + index + 1}`),
    );
  });
});
