import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { openJournal } from "../../../local/aws/engines/cognito/support/journal.ts";

describe("the engines' journal", () => {
  let dataDir: string;
  const open = () => openJournal({ dataDir, name: "things", schema: z.number() });
  const file = () => join(dataDir, "things.jsonl");
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "journal-"));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it("reopens with what was written, whatever was written", async () => {
    const key = fc.constantFrom("a", "b", "c", "__proto__", "é/🎈");
    const batches = fc.array(fc.dictionary(key, fc.option(fc.integer(), { nil: undefined })), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(batches, async (writes) => {
        const journal = open();
        for (const changes of writes) journal.write(changes);
        const before = new Map(journal.records);
        journal.close();
        const again = open();
        expect(again.records).toEqual(before);
        again.close();
      }),
      { numRuns: 50 },
    );
  });

  it("drops a line that a crash cut short, and only whole batches", async () => {
    const journal = open();
    journal.write({ a: 1, b: 2 });
    journal.close();
    const kept = await readFile(file(), "utf8");
    await appendFile(file(), '[["a",10],["b"');
    const again = open();
    expect(Object.fromEntries(again.records)).toEqual({ a: 1, b: 2 });
    again.write({ a: 3 });
    again.close();
    const last = open();
    expect(Object.fromEntries(last.records)).toEqual({ a: 3, b: 2 });
    last.close();
    expect(kept).toContain('["b",2]');
  });

  it("refuses a file it cannot read, naming file and line", async () => {
    const journal = open();
    journal.write({ a: 1 });
    journal.close();
    await appendFile(file(), '[["a","not a number"]]\n');
    expect(open).toThrow(/things\.jsonl:2 /);
  });
});
