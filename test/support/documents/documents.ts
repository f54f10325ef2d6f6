import { asyncApiDocument } from "./asyncapi.ts";
import { openApiDocument } from "./openapi.ts";
import { setupSchema } from "../../../local/setup/schema-document.ts";
import { permissionsDocument } from "./permissions.ts";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const root = new URL("../../../", import.meta.url);
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL("package.json", root), "utf8")));

/** A generated document: where it is kept, and what it must say there. */
export interface GeneratedDocument {
  /** Below the repository's root. */
  readonly path: string;
  readonly file: string;
  readonly text: string;
}

/** The documents that are made from the contracts. The same contracts give the same bytes. */
export const generatedDocuments = (): readonly GeneratedDocument[] =>
  (
    [
      ["docs/openapi.json", json(openApiDocument(version))],
      ["docs/asyncapi.json", json(asyncApiDocument(version))],
      ["docs/setup.schema.json", json(setupSchema())],
      ["docs/permissions.md", permissionsDocument()],
    ] as const
  ).map(([path, text]) => ({ path, file: fileURLToPath(new URL(path, root)), text }));

const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
