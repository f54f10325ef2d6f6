import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** A seed that once showed a bug: replayed before all others. */
const Regression = z.strictObject({
  seed: z.int().min(0),
  /** What it showed then. */
  showed: z.string().min(1),
});
type Regression = z.infer<typeof Regression>;

const folder = join(import.meta.dirname, "../regressions");

/** Every committed regression, by name. One that cannot be read is an error, never skipped: a guard must not vanish. */
export const regressions = (from = folder): readonly (Regression & { readonly name: string })[] =>
  readdirSync(from)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .map((file) => {
      try {
        return { name: file, ...Regression.parse(JSON.parse(readFileSync(join(from, file), "utf8"))) };
      } catch (cause) {
        throw new Error(`unreadable regression ${file}`, { cause });
      }
    });

/** Keeps a failing seed, to be looked at and committed with its fix. Answers the file's name. */
export function keepRegression(seed: number, error: unknown): string {
  const file = `seed-${seed}.json`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), `${JSON.stringify({ seed, showed: String(error) }, null, 2)}\n`);
  return `test/regressions/${file}`;
}
