import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, without a slash at the end. */
export const repositoryRoot = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Everything the bundles and the template are made of. */
const sources = ["cdk.json", "functions", "infra", "package-lock.json", "shared", "tsconfig.json"];

/** A name for the content of all sources, and of whatever else decides what comes out of them. */
export const fingerprintOfSources = (...more: readonly string[]): string => fingerprintOf(sources, ...more);

/** A name for the content of files and folders below the root, built pages in them left out, and for `more`. */
export function fingerprintOf(paths: readonly string[], ...more: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesBelow)) {
    const content = readFileSync(join(repositoryRoot, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  for (const text of more) hash.update(`${text.length}\0${text}`);
  return hash.digest("hex").slice(0, 16);
}

/** The files of a folder at any depth, or the file itself, in an order that does not depend on the machine. */
function filesBelow(path: string): readonly string[] {
  const whole = join(repositoryRoot, path);
  if (statSync(whole).isFile()) return [path];
  return readdirSync(whole, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(repositoryRoot.length + 1))
    .filter((file) => !/\/(dist|node_modules)\//.test(file))
    .sort();
}
