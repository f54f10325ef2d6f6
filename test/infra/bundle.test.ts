import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { bundle } from "../../infra/bundle.ts";
import { repositoryRoot } from "../../infra/paths.ts";

const entries = {
  "api-one": "functions/one.ts",
  "api-two": "functions/two.ts",
  "api-three": "functions/three.ts",
};
let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "balcao-bundle-"));
  mkdirSync(join(root, "functions"));
  mkdirSync(join(root, "dist/functions/old"), { recursive: true });
  writeFileSync(
    join(root, "functions/legacy.cjs"),
    `const os = require("node:os"); exports.eol = () => os.EOL;\n`,
  );
  writeFileSync(
    join(root, "functions/one.ts"),
    `import legacy from "./legacy.cjs";\nexport const handler = async (event: { name: string }): Promise<string> => event.name + legacy.eol();\n`,
  );
  writeFileSync(
    join(root, "functions/two.ts"),
    `export async function handler(): Promise<string> {\n  throw new Error("planted");\n}\n`,
  );
  writeFileSync(
    join(root, "functions/three.ts"),
    `import { SQSClient } from "@aws-sdk/client-sqs";\nexport const handler = (): Promise<{ accessKeyId: string }> =>\n  new SQSClient({ region: "sa-east-1" }).config.credentials();\n`,
  );
  symlinkSync(join(repositoryRoot, "node_modules"), join(root, "node_modules"));
  await bundle({ root, entries, outputFolder: "dist/functions" });
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(root, { recursive: true, force: true }));

const file = (path: string): string => readFileSync(join(root, "dist/functions", path), "utf8");

const inputsOf = (name: string): readonly string[] => {
  const { outputs } = JSON.parse(file("metafile.json")) as {
    outputs: Record<string, { inputs: Record<string, unknown> }>;
  };
  return Object.keys(outputs[`dist/functions/${name}/index.mjs`]?.inputs ?? {});
};

describe("bundles", () => {
  test("run as they are, also with what was written for CommonJS", async () => {
    const module: unknown = await import(pathToFileURL(join(root, "dist/functions/api-one/index.mjs")).href);
    const { handler } = module as { handler(event: { name: string }): Promise<string> };
    expect(await handler({ name: "Ana" })).toMatch(/^Ana\r?\n$/);
  });

  test("come with a map back to the sources, without their text", () => {
    expect(file("api-two/index.mjs")).toMatch(/\/\/# sourceMappingURL=index\.mjs\.map\s*$/);
    const map = JSON.parse(file("api-two/index.mjs.map")) as { sources: string[]; sourcesContent?: string[] };
    expect(map.sources).toEqual(["../../../functions/two.ts"]);
    expect(map.sourcesContent ?? []).toEqual([]);
  });

  test("say in the metafile what went into each", () => {
    expect(inputsOf("api-one").toSorted()).toEqual(["functions/legacy.cjs", "functions/one.ts"]);
  });

  test("give the SDK the credentials of the environment, without the clients that look elsewhere", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDPLANTED");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    const module: unknown = await import(
      pathToFileURL(join(root, "dist/functions/api-three/index.mjs")).href
    );
    const { handler } = module as { handler(): Promise<{ accessKeyId: string }> };
    expect(await handler()).toMatchObject({ accessKeyId: "AKIDPLANTED" });
    const elsewhere = inputsOf("api-three").filter((path) =>
      /nested-clients|credential-provider-(ini|sso)/.test(path),
    );
    expect(elsewhere).toEqual([]);
    expect(inputsOf("api-three").some((path) => path.includes("@aws-sdk/client-sqs"))).toBe(true);
  });

  test("replace what was built before", () => {
    expect(existsSync(join(root, "dist/functions/old"))).toBe(false);
  });

  test("are the same bytes for the same sources", async () => {
    const paths = ["api-one/index.mjs", "api-one/index.mjs.map", "api-two/index.mjs", "metafile.json"];
    const before = paths.map(file);
    await bundle({ root, entries, outputFolder: "dist/functions" });
    expect(paths.map(file)).toEqual(before);
  });

  test("fail when an entry is missing", async () => {
    const missing = { ...entries, "api-four": "functions/four.ts" };
    await expect(bundle({ root, entries: missing, outputFolder: "dist/other" })).rejects.toThrow(
      "functions/four.ts",
    );
  });
});
