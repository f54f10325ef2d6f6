import { build } from "esbuild";
import { glob } from "node:fs/promises";

/** What the code of a folder reaches, however many files away: files by path and modules that are no files, by name. */
export interface Reach {
  readonly files: readonly string[];
  /** Each with the files that import it. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
  /** Every import of one file or package by another; `late`: it is loaded when it is first needed. */
  readonly imports: readonly { readonly from: string; readonly to: string; readonly late: boolean }[];
}

/**
 * Bundles every file of `folder` (below `root`) without writing anything, and says what came along. Type-only imports do
 * not: they are gone by then, and the linter sees them. Throws when the folder has no code, or an import leads nowhere.
 */
export async function reachOf(root: string, folder: string): Promise<Reach> {
  const entryPoints: string[] = [];
  for await (const path of glob(`${folder}/**/*.{ts,tsx}`, { cwd: root })) {
    if (!path.endsWith(".d.ts")) entryPoints.push(path);
  }
  if (entryPoints.length === 0) throw new Error(`no code in ${folder}`);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    packages: "external",
    // Style sheets have no code, and what the desk's build makes up is external like a package.
    loader: { ".css": "empty" },
    platform: "node",
    format: "esm",
    outdir: "nowhere",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const packages = new Map<string, string[]>();
  for (const [file, { imports }] of Object.entries(metafile.inputs)) {
    for (const { path, external } of imports) {
      if (external === true) packages.set(path, [...(packages.get(path) ?? []), file]);
    }
  }
  const imports = Object.entries(metafile.inputs).flatMap(([from, input]) =>
    input.imports.map(({ path: to, kind }) => ({ from, to, late: kind === "dynamic-import" })),
  );
  return { files: Object.keys(metafile.inputs), packages, imports };
}
