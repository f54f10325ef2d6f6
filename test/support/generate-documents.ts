import { readFile, writeFile } from "node:fs/promises";
import { generatedDocuments } from "./documents/documents.ts";
import { parseArgs } from "node:util";

/**
 * `npm run docs`: writes the documents that are made from the contracts. With `--check` it writes nothing, names those
 * that no longer say what the contracts say, and ends with 1 if there are any.
 */
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });

for (const { path, file, text } of generatedDocuments()) {
  if (!values.check) {
    await writeFile(file, text);
    continue;
  }
  const kept = await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  if (kept === text) continue;
  process.exitCode = 1;
  console.error(`${path} does not say what the contracts say: run npm run docs`);
}
