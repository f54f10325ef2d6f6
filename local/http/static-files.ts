import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";

/** A file as it is answered. */
export interface StaticFile {
  readonly bytes: Buffer;
  readonly contentType: string;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

/**
 * The file of `folder` that a path (decoded, without a slash in front) names; the folder itself stands for its `index.html`.
 * Undefined when there is none, when it lies outside the folder, or when its type is not one of a page.
 */
export async function staticFile(folder: string, path: string): Promise<StaticFile | undefined> {
  const contentType = types[extname(path === "" ? "index.html" : path)];
  if (contentType === undefined || path.includes("\0")) return undefined;
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path || "index.html"))]);
    if (!file.startsWith(root + sep)) return undefined;
    return { bytes: await readFile(file), contentType };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw error;
  }
}

/** What a page of this machine may do: nothing inline, nothing from elsewhere, in no frame. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-cache",
  "content-security-policy": [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
