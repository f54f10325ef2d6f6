import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { repositoryRoot } from "./sources.ts";

/** Where state is kept unless said otherwise. A deployment's outputs are there too, and are nobody's to forget. */
export const defaultDataDir = join(repositoryRoot, ".balcao");

/** What a desk keeps in its data folder. */
export const stateIn = (dataDir: string) =>
  ({
    /** The local cloud's: table, queues, accounts, secrets, files. */
    aws: join(dataDir, "aws"),
    /** The simulator's people. */
    phones: join(dataDir, "phones.json"),
    /** There once the demo shop was seeded. */
    seeded: join(dataDir, "seeded.json"),
    logs: join(dataDir, "logs"),
  }) as const;

/** Forgets everything a desk kept there, and nothing else. */
export async function forgetState(dataDir: string): Promise<void> {
  await Promise.all(
    Object.values(stateIn(dataDir)).map((path) => rm(path, { recursive: true, force: true })),
  );
}

/** A path as people would write it: from where they are, unless it lies elsewhere. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith("..") ? path : near || ".";
}
