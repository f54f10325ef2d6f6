import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";

/** Texts of files by their path within a tree. */
export type Files = Readonly<Record<string, string>>;

/** Runs `use` on a new folder that holds the files, and removes the folder afterwards. */
export async function withPlantedTree<Result>(
  files: Files,
  use: (root: string) => Promise<Result>,
): Promise<Result> {
  const root = await mkdtemp(join(tmpdir(), "balcao-planted-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return await use(root);
  } finally {
    await rm(root, { recursive: true });
  }
}
