import { describe, expect, it } from "vitest";
import { generatedDocuments } from "../support/documents/documents.ts";
import { readFileSync } from "node:fs";

describe("the generated documents", () => {
  it("are made the same way twice", () => {
    expect(generatedDocuments()).toEqual(generatedDocuments());
  });

  it.each(generatedDocuments().map(({ path, file, text }) => [path, file, text] as const))(
    "%s is what the contracts say (else: npm run docs)",
    (_, file, text) => {
      expect(readFileSync(file, "utf8") === text).toBe(true);
    },
  );
});
