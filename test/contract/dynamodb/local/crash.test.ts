import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { call, openEngine } from "../support/place.ts";

const child = new URL("../support/crash-child.ts", import.meta.url).pathname;

/** Where the writer dies: instead of a statement of its third transaction, or some time after a number of answers. */
type Death = { readonly statement: number } | { readonly answers: number };

/** Runs the writer until it dies; gives the last number it answered. */
async function writeUntil(death: Death, dataDir: string, from: number): Promise<number> {
  const statement = "statement" in death ? [String(death.statement)] : [];
  const writer = spawn(process.execPath, [child, dataDir, String(from), ...statement], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(writer, "exit");
  let last = from - 1;
  for await (const line of createInterface({ input: writer.stdout })) {
    last = Number(line);
    if ("answers" in death && last === from + death.answers) writer.kill("SIGKILL");
  }
  expect((await exited)[1]).toBe("SIGKILL");
  return last;
}

/** The statements of one transaction: begin, three a new item, two for the counter, commit. */
const STATEMENTS = 13;
const deaths: Death[] = [
  ...[4, 7, 12, STATEMENTS].map((statement) => ({ statement })),
  ...[40].map((answers) => ({ answers })),
];

/** A transaction is on disk with its items, its index entries, its counter and its stream records, or not at all. */
it("has all or nothing of a transaction after being killed", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "dynamodb-crash-"));
  try {
    let next = 0;
    for (const death of deaths) {
      const answered = await writeUntil(death, dataDir, next);
      const { engine } = await openEngine({ dataDir });
      const scan = async (more: object) =>
        (await call(engine, "Scan", { TableName: "things", ...more })).body["Items"] as Record<
          string,
          { S: string; N: string }
        >[];
      const items = await scan({});
      const parts = items.filter((item) => item["pk"]?.S !== "total");
      const done = Number(items.find((item) => item["pk"]?.S === "total")?.["n"]?.N);
      // What was answered is there; more may have been written than was heard of.
      expect(done).toBeGreaterThan(answered);
      if ("statement" in death) expect(done).toBe(next + 2);
      const whole = Array.from({ length: done }, (_, at) =>
        ["a", "b", "c"].map((name) => `transaction-${at}/${name}`),
      ).flat();
      const names = (found: typeof items) => found.map((item) => `${item["pk"]?.S}/${item["sk"]?.S}`).sort();
      expect(names(parts)).toEqual(whole.sort());
      expect(names(await scan({ IndexName: "byOwner" }))).toEqual(whole);
      const { records } = await engine.streamOf("things").read("TRIM_HORIZON", 100_000);
      const told = records.map(({ dynamodb }) => `${dynamodb?.Keys?.["pk"]?.S}/${dynamodb?.Keys?.["sk"]?.S}`);
      expect(told.filter((name) => name !== "total/-").sort()).toEqual(whole);
      expect(told.filter((name) => name === "total/-")).toHaveLength(done);
      await engine.close();
      next = done;
    }
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
