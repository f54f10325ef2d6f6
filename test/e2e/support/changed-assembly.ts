import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareAssembly } from "../../../local/stack/assembly.ts";

/** A template, loosely: what a test changes in it, it looks for first. */
export interface LooseTemplate {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

/** The synthesized assembly with its template changed by `change`; nothing else is different. `remove` deletes the copy. */
export async function changedAssembly(
  change: (template: LooseTemplate) => void,
): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const original = await prepareAssembly();
  const folder = await mkdtemp(join(tmpdir(), "balcao-assembly-"));
  for (const name of await readdir(original)) {
    if (!name.endsWith(".template.json")) {
      await symlink(join(original, name), join(folder, name));
      continue;
    }
    const template = JSON.parse(await readFile(join(original, name), "utf8")) as LooseTemplate;
    change(template);
    await writeFile(join(folder, name), JSON.stringify(template));
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The resources of one type whose properties fit; throws when there is none, because then nothing would be changed. */
export function resourcesOf(
  { Resources }: LooseTemplate,
  type: string,
  fits: (properties: Record<string, unknown>, logicalId: string) => boolean,
): readonly Record<string, unknown>[] {
  const found = Object.entries(Resources).flatMap(([logicalId, { Type, Properties }]) =>
    Type === type && fits(Properties, logicalId) ? [Properties] : [],
  );
  if (found.length === 0) throw new Error(`the template has no such ${type}`);
  return found;
}
