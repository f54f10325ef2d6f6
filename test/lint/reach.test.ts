import { allows, layers, type Layer } from "./support/layers.ts";
import { describe, expect, it } from "vitest";
import { reachOf, type Reach } from "./support/reach.ts";
import { repository } from "./support/oxlint.ts";
import { withPlantedTree, type Files } from "./support/planted-tree.ts";

const all: Readonly<Record<string, Layer>> = layers;

/** The layer and all that it may reach through others. */
const closure = (name: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const next of all[name]?.imports ?? []) closure(next, seen);
  return seen;
};

/** Files and packages beyond what a layer may reach. Every package is allowed where one of its layers allows any. */
function beyond(name: string, reach: Reach): readonly string[] {
  const allowed = [...closure(name)].flatMap((it) => all[it] ?? []);
  const extra = name === "local" ? ["infra/build.ts", "infra/bundle.ts", "infra/paths.ts"] : [];
  const files = reach.files.filter(
    (file) => !extra.includes(file) && !allowed.some(({ root }) => file.startsWith(`${root}/`)),
  );
  const packages = [...reach.packages].filter(
    ([module]) => !allowed.some((it) => it.packages === undefined || allows(it.packages, module)),
  );
  return [...files, ...packages.map(([module, from]) => `${module} from ${from.join(", ")}`)];
}

const present = [
  "contracts",
  "domain",
  "ports",
  "actions",
  "store",
  "adapters",
  "functions",
  "infra",
  "local",
  "desk lib",
  "desk features",
  "desk app",
];

describe("what a layer's bundle reaches", () => {
  it.each(present)("%s stays within its bounds", async (name) => {
    expect(beyond(name, await reachOf(repository, all[name]?.root ?? ""))).toEqual([]);
  });
});

describe("the local run", () => {
  it("runs the template, and builds none", async () => {
    const { packages } = await reachOf(repository, layers.local.root);
    expect([...packages.keys()].filter((it) => allows(["aws-cdk-lib", "cdk-nag", "constructs"], it))).toEqual(
      [],
    );
  });

  it("has an AWS that knows nothing of the desk", async () => {
    const { files } = await reachOf(repository, layers["local AWS"].root);
    expect(files.filter((file) => !file.startsWith("local/aws/"))).toEqual([]);
  });
});

describe("the desk's pages", () => {
  it("have features that do not know each other", async () => {
    const { imports } = await reachOf(repository, layers["desk features"].root);
    const featureOf = (file: string): string | undefined => /^web\/desk\/features\/([^/]+)\//.exec(file)?.[1];
    const between = imports.filter(
      ({ from, to }) =>
        featureOf(from) !== undefined && featureOf(to) !== undefined && featureOf(from) !== featureOf(to),
    );
    expect(between).toEqual([]);
  });

  it("load no schemas before a form needs them", async () => {
    const { imports } = await reachOf(repository, layers["desk app"].root);
    const reached = new Set(["web/desk/app/main.tsx"]);
    for (const file of reached) {
      // Of a package that is not bundled only its name is known.
      for (const { from, to, late } of imports) if (from === file && !late) reached.add(to);
    }
    expect(reached).toContain("web/desk/lib/session/session.ts");
    expect([...reached].filter((it) => it === "zod" || it.startsWith("shared/contracts/"))).toEqual([]);
  });
});

const sdk = `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";\nexport const it = DynamoDBClient;\n`;
const chain: Files = {
  "shared/domain/first.ts": `export { it } from "../contracts/second.ts";\n`,
  "shared/contracts/second.ts": `export { it } from "../store/third.ts";\n`,
  "shared/store/third.ts": sdk,
};

describe("the measure itself", () => {
  it("sees through allowed imports to a forbidden file and its package", async () => {
    const reach = await withPlantedTree(chain, (root) => reachOf(root, "shared/domain"));
    expect(beyond("domain", reach)).toEqual([
      "shared/store/third.ts",
      "@aws-sdk/client-dynamodb from shared/store/third.ts",
    ]);
  });

  it.each([
    ["domain", "shared/domain/a.ts", `export { readFile } from "node:fs/promises";\n`, "node:fs/promises"],
    ["actions", "shared/actions/a.ts", sdk, "@aws-sdk/client-dynamodb"],
    ["contracts", "shared/contracts/a.ts", `export { ulid } from "ulid";\n`, "ulid"],
    ["infra", "infra/a.ts", `export const late = () => import("@middy/core");\n`, "@middy/core"],
  ])("sees a package that %s may not have", async (name, path, text, module) => {
    const reach = await withPlantedTree({ [path]: text }, (root) => reachOf(root, all[name]?.root ?? ""));
    expect(beyond(name, reach)).toEqual([`${module} from ${path}`]);
  });

  it("refuses a folder without code", async () => {
    await expect(
      withPlantedTree({ "shared/domain/readme.md": "" }, (root) => reachOf(root, "shared/domain")),
    ).rejects.toThrow("no code in shared/domain");
  });
});
