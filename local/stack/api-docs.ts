import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pageHeaders, staticFile, type StaticFile } from "../http/static-files.ts";
import { repositoryRoot } from "./sources.ts";

/** Of the viewer's package only this is served; the rest is for others to build from. */
const viewerFiles: ReadonlySet<string> = new Set(["swagger-ui.css", "swagger-ui-bundle.js"]);

/** The viewer writes styles into its page, and its icons are data. */
export const apiDocsHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  "content-security-policy": `${pageHeaders["content-security-policy"] ?? ""}; style-src 'self' 'unsafe-inline'`,
};

/** A file of the page that shows the API's reference, by its path (empty for the page itself). */
export async function apiDocsFile(path: string): Promise<StaticFile | undefined> {
  if (path === "openapi.json") return staticFile(join(repositoryRoot, "docs"), path);
  if (!viewerFiles.has(path)) return staticFile(join(repositoryRoot, "local", "docs"), path);
  const viewer = dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json")));
  return staticFile(viewer, path);
}
