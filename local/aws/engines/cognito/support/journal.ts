import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** Named records held in memory and, when it has a file, written through to it before `write` returns. */
export interface Journal<Record> {
  readonly records: ReadonlyMap<string, Record>;
  /** Applies all changes or, after a crash, none of them. `undefined` removes the record. */
  write(changes: Readonly<{ [key: string]: Record | undefined }>): void;
  close(): void;
}

/**
 * Opens a journal: in memory without `dataDir`, else kept in `<dataDir>/<name>.jsonl`, one batch of changes a line.
 * A last line cut short by a crash is dropped (its write never returned); any other unreadable line throws an
 * error with the file and the line, because going on would lose state silently.
 */
export function openJournal<Record>(options: {
  readonly dataDir: string | undefined;
  readonly name: string;
  readonly schema: z.ZodType<Record>;
}): Journal<Record> {
  const records = new Map<string, Record>();
  const apply = (changes: Readonly<{ [key: string]: Record | undefined }>): void => {
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined) records.delete(key);
      else records.set(key, value);
    }
  };
  if (options.dataDir === undefined) return { records, write: apply, close: () => undefined };

  mkdirSync(options.dataDir, { recursive: true });
  const file = join(options.dataDir, `${options.name}.jsonl`);
  // Pairs, not an object: a record may have any name, `__proto__` included.
  const line = z.array(z.tuple([z.string(), options.schema.nullable()]));
  for (const pairs of readLines(file, line)) {
    apply(Object.fromEntries(pairs.map(([key, value]) => [key, value ?? undefined])));
  }
  compact(file, records);
  const handle = openSync(file, "a", 0o600);
  return {
    records,
    write(changes) {
      const pairs = Object.entries(changes).map(([key, value]) => [key, value ?? null]);
      writeFully(handle, `${JSON.stringify(pairs)}\n`);
      apply(changes);
    },
    close: () => closeSync(handle),
  };
}

function readLines<Line>(file: string, schema: z.ZodType<Line>): Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  // What follows the last line feed is either empty or a write that a crash cut short.
  lines.pop();
  return lines.map((text, index) => {
    try {
      return schema.parse(JSON.parse(text));
    } catch (cause) {
      throw new Error(`${file}:${index + 1} cannot be read; start afresh or repair the file`, { cause });
    }
  });
}

/** Rewrites the file as one line per live record, so that it does not grow for ever. */
function compact(file: string, records: ReadonlyMap<string, unknown>): void {
  const temporary = `${file}.new`;
  const handle = openSync(temporary, "w", 0o600);
  writeFully(handle, [...records].map(([key, value]) => `${JSON.stringify([[key, value]])}\n`).join(""));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(temporary, file);
}

function writeFully(handle: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  for (let offset = 0; offset < bytes.length;) offset += writeSync(handle, bytes, offset);
}
