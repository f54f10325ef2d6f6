import { beforeAll, describe, expect, it } from "vitest";
import { layers, type Layer } from "./support/layers.ts";
import { lintPlanted, type Findings } from "./support/oxlint.ts";

/** One planted file: the rule it breaks, or null for one that breaks none. */
interface Case {
  readonly group: string;
  readonly path: string;
  readonly text: string;
  readonly rule: string | null;
}

const restricted = "eslint(no-restricted-imports)";
const all: readonly (readonly [string, Layer])[] = Object.entries(layers);
const rootOf = new Map<string, string>([...all.map(([name, { root }]) => [name, root] as const)]);
const slug = (name: string): string => name.replaceAll(/[^a-z]+/g, "-");

/** A module of another folder, as a file in `folder` names it. */
const specifier = (folder: string, root: string | undefined): string =>
  `${"../".repeat(folder.split("/").length)}${root}/planted.ts`;

/** Ways of naming a module: each of them counts. */
const forms: Readonly<Record<string, (from: string) => string>> = {
  value: (from) => `import { it } from "${from}";\nexport const mine = it;\n`,
  type: (from) => `import type { It } from "${from}";\nexport type Mine = It;\n`,
  again: (from) => `export { it } from "${from}";\n`,
  late: (from) => `export const mine = async () => import("${from}");\n`,
};

/** Imports between layers, from the layer's folder and from one within it: all that are allowed and all that are not. */
function* layerCases(): Generator<Case> {
  for (const [name, { root, imports }] of all) {
    const group = `imports of ${name}`;
    for (const folder of [root, `${root}/deeper`]) {
      for (const [other, otherRoot] of [...rootOf, ["test", "test"] as const]) {
        if (other === name || otherRoot.startsWith(`${root}/`)) continue;
        const rule = imports.includes(other) ? null : restricted;
        for (const [form, text] of Object.entries(forms)) {
          const path = `${folder}/${form}-${slug(other)}.ts`;
          yield { group, path, rule, text: text(specifier(folder, otherRoot)) };
        }
      }
    }
  }
}

const foreignPackages = ["node:fs", "node:fs/promises", "esbuild", "@aws-sdk/client-sqs", "@middy/core"];

/** Imports of packages, where a layer may not have any that it likes. */
function* packageCases(): Generator<Case> {
  for (const [name, { root, packages }] of all) {
    if (packages === undefined) continue;
    const group = `packages of ${name}`;
    for (const allowed of packages) {
      const path = `${root}/allowed-${slug(allowed)}.ts`;
      const from = allowed.replace(/\/\*$/, "/client-dynamodb").replace(/:\*$/, ":crypto").replace("*", "");
      const text = from === "zod" ? `export * as it from "zod";\n` : `export { it } from "${from}";\n`;
      yield { group, path, text, rule: null };
    }
    for (const from of foreignPackages) {
      if (packages.some((it) => from.startsWith(it.replace("*", "")))) continue;
      const path = `${root}/foreign-${slug(from)}.ts`;
      yield { group, path, text: `export { it } from "${from}";\n`, rule: restricted };
    }
  }
}

/** What no folder may do: the rule, and files, of which the first breaks it. */
const bans: Readonly<Record<string, readonly [rule: string, ...texts: string[]]>> = {
  "zod by name": ["unicorn(import-style)", `import { z } from "zod";\nexport const It = z.string();\n`],
  "zod by default": ["unicorn(import-style)", `import z from "zod";\nexport const It = z.string();\n`],
  "a type of zod by name": [
    "unicorn(import-style)",
    `import type { z } from "zod";\nexport type It = z.ZodType;\n`,
  ],
  "the machine's time": ["eslint(no-restricted-properties)", `export const now = Date.now();\n`],
  "a forgotten promise": [
    "typescript(no-floating-promises)",
    `const work = async () => 1;\nexport const start = () => {\n  work();\n};\n`,
  ],
  "a promise as a condition": [
    "typescript(no-misused-promises)",
    `const work = async () => true;\nexport const go = () => (work() ? 1 : 2);\n`,
  ],
  "a forgotten case": [
    "typescript(switch-exhaustiveness-check)",
    `export const rank = (phase: "open" | "closed") => {
  switch (phase) {
    case "open":
      return 1;
  }
  return 0;
};
`,
  ],
  any: ["typescript(no-explicit-any)", `export const it: any = 1;\n`],
  "a type imported as a value": [
    "typescript(consistent-type-imports)",
    `import { It } from "./source.ts";\nexport type Mine = It;\n`,
    `export type It = string;\n`,
  ],
  "a namespace": ["typescript(no-namespace)", `export namespace It {\n  export const x = 1;\n}\n`],
  "a non-null assertion": [
    "typescript(no-non-null-assertion)",
    `export const it = (list: readonly string[]) => list[0]!.length;\n`,
  ],
  "an ignored error": [
    "typescript(ban-ts-comment)",
    `// @ts-ignore because it does not compile\nexport const it: string = 1;\n`,
  ],
  "a file of 401 lines": ["eslint(max-lines)", "export {};\n".repeat(401)],
  "a circle of types": [
    "import(no-cycle)",
    `import type { There } from "./source.ts";\nexport type Here = There | 1;\n`,
    `import type { Here } from "./planted.ts";\nexport type There = Here[];\n`,
  ],
  "a scan by the client": [
    restricted,
    `import { ScanCommand } from "@aws-sdk/client-dynamodb";\nexport const it = ScanCommand;\n`,
  ],
  "a scan by the document client": [
    restricted,
    `import { paginateScan } from "@aws-sdk/lib-dynamodb";\nexport const it = paginateScan;\n`,
  ],
};

function* banCases(): Generator<Case> {
  for (const [name, [rule, ...texts]] of Object.entries(bans)) {
    for (const folder of [...rootOf.values(), "test/example"]) {
      for (const [index, text] of texts.entries()) {
        const path = `${folder}/${slug(name)}/${index === 0 ? "planted" : "source"}.ts`;
        yield { group: name, path, text, rule: index === 0 || name.includes("circle") ? rule : null };
      }
    }
  }
}

const group = "exceptions";
const exceptions: readonly Case[] = [
  { group, path: "shared/adapters/clock.ts", text: `export const now = Date.now();\n`, rule: null },
  { group, path: "local/aws/clock.ts", text: `export const now = Date.now();\n`, rule: null },
  { group, path: "web/desk/lib/time/clock.ts", text: `export const now = Date.now();\n`, rule: null },
  { group, path: "local/build.ts", text: `export { it } from "../infra/build.ts";\n`, rule: null },
  { group, path: "local/synth.ts", text: `export { it } from "../infra/synth.ts";\n`, rule: restricted },
  { group, path: "local/a/table.ts", text: `import "../../infra/constructs/a.ts";\n`, rule: restricted },
  ...[...rootOf].map(([name, root]): Case => {
    const path = `test/example/${slug(name)}.ts`;
    return { group, path, text: `export { it } from "../../${root}/planted.ts";\n`, rule: null };
  }),
];

const cases = [...layerCases(), ...packageCases(), ...banCases(), ...exceptions];

describe("the linter, on a tree of planted files", () => {
  let findings: Findings;

  beforeAll(async () => {
    const files = Object.fromEntries(cases.map(({ path, text }) => [path, text]));
    expect(Object.keys(files)).toHaveLength(cases.length);
    findings = await lintPlanted(files);
  });

  it.each([...Map.groupBy(cases, (it) => it.group)])("judges %s", (_, planted) => {
    const wrong = planted.filter(({ path, rule }) => {
      const broken = findings.get(path) ?? [];
      return rule === null ? broken.length > 0 : !broken.includes(rule);
    });
    expect(wrong.map(({ path, rule }) => ({ path, rule, found: findings.get(path) }))).toEqual([]);
  });
});
