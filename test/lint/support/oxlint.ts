import { copyFile, symlink } from "node:fs/promises";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { promisify } from "node:util";
import { withPlantedTree, type Files } from "./planted-tree.ts";
import * as z from "zod";

const run = promisify(execFile);

/** The root of the repository. */
export const repository = fileURLToPath(new URL("../../../", import.meta.url));

const Report = z.object({
  number_of_files: z.int(),
  diagnostics: z.array(z.object({ code: z.string(), filename: z.string(), severity: z.string() })),
});

/** Rules that were broken, by the file that broke them. */
export type Findings = ReadonlyMap<string, readonly string[]>;

/** Lints a tree of planted files under the repository's own configuration. Throws when a file was not looked at. */
export function lintPlanted(files: Files): Promise<Findings> {
  return withPlantedTree(files, async (root) => {
    for (const name of [".oxlintrc.json", "tsconfig.json"]) {
      await copyFile(join(repository, name), join(root, name));
    }
    // Without them the linter finds no type checker, and says nothing of it.
    await symlink(join(repository, "node_modules"), join(root, "node_modules"));
    const oxlint = join(repository, "node_modules/.bin/oxlint");
    const { stdout } = await run(oxlint, ["--type-aware", "--format=json", "--ignore-pattern=node_modules"], {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
    }).catch((error: unknown) => z.object({ code: z.literal(1), stdout: z.string() }).parse(error));
    const report = Report.parse(JSON.parse(stdout));
    const code = Object.keys(files).filter((path) => path.endsWith(".ts"));
    if (report.number_of_files !== code.length) {
      throw new Error(`the linter looked at ${report.number_of_files} files of ${code.length}`);
    }
    return new Map(
      code.map((path) => [
        path,
        report.diagnostics.filter(({ filename }) => filename === path).map((found) => found.code),
      ]),
    );
  });
}
