import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { LocalLog } from "../types.ts";

/** The position up to which a stream has been worked off, kept over restarts. It may lag: records then come twice. */
export interface Checkpoint {
  readonly position: bigint | undefined;
  /** Notes a position; it reaches the disk soon after. */
  advance(position: bigint): void;
  /** Resolves when the last position is on disk. */
  flush(): Promise<void>;
}

const stored = z.object({ position: z.string().regex(/^\d+$/).transform(BigInt) });

/** Opens the checkpoint of a mapping; without a folder it lives in memory. */
export function openCheckpoint(dataDir: string | undefined, mappingId: string, log: LocalLog): Checkpoint {
  if (dataDir === undefined) return inMemory();
  const folder = join(dataDir, "mappings");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${mappingId}.json`);
  let position = read(file);
  let saved = position;
  let saving: Promise<void> | undefined;
  const text = (value: bigint): string => JSON.stringify({ position: String(value) });

  const save = async (): Promise<void> => {
    while (position !== undefined && position !== saved) {
      const next = position;
      await writeFile(`${file}.next`, text(next));
      await rename(`${file}.next`, file);
      saved = next;
    }
  };
  /** One write at a time; the next position tries again what this one failed at. */
  const saveSoon = (): void => {
    saving ??= save()
      .catch((error: unknown) =>
        log({ level: "error", message: "a stream position could not be saved", file, error: String(error) }),
      )
      .finally(() => {
        saving = undefined;
      });
  };
  return {
    get position() {
      return position;
    },
    advance: (next) => {
      const isFirst = position === undefined;
      position = next;
      if (isFirst) {
        // Where a stream is first read from must be certain before anything is.
        writeFileSync(`${file}.next`, text(next));
        renameSync(`${file}.next`, file);
        saved = next;
      } else saveSoon();
    },
    flush: async () => {
      await saving;
      await save();
    },
  };
}

function inMemory(): Checkpoint {
  let position: bigint | undefined;
  return {
    get position() {
      return position;
    },
    advance: (next) => {
      position = next;
    },
    flush: async () => undefined,
  };
}

function read(file: string): bigint | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return stored.parse(JSON.parse(text)).position;
}
