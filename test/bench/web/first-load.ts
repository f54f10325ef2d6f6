import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Chunk, compressed, firstLoad, loadedWith } from "../../../web/desk/build/budget.ts";

/** What one page asks of the network the first time. */
export interface PageLoad {
  readonly page: string;
  /** All the JavaScript that is there once the page is, compressed. */
  readonly bytes: number;
  /** What of it is not part of the first load. */
  readonly own: number;
}

/** Pages besides the first, by what they are made of. */
const pages: Readonly<Record<string, readonly string[]>> = {
  "/workspace": [],
  "/workspace/{ticket}": ["features/workspace/conversation.tsx"],
  "/history": ["features/history/page.tsx"],
  "/admin/sectors": ["app/administration.tsx", "features/sectors/page.tsx"],
  "/admin/channels": ["app/administration.tsx", "features/channels/page.tsx"],
  "/admin/agents": ["app/administration.tsx", "features/agents/page.tsx"],
  "/admin/canned-responses": ["app/administration.tsx", "features/canned-responses/page.tsx"],
  "/admin/settings": ["app/administration.tsx", "features/settings/page.tsx"],
  "/admin/audit": ["app/administration.tsx", "features/audit/page.tsx"],
};

interface ManifestChunk {
  readonly file: string;
  readonly src?: string;
  readonly imports?: readonly string[];
}

/** What Vite wrote down of a build, with the files read. */
function chunksOf(folder: string): readonly Chunk[] {
  const text = readFileSync(join(folder, ".vite", "manifest.json"), "utf8");
  const manifest = JSON.parse(text) as Readonly<Record<string, ManifestChunk>>;
  return Object.values(manifest)
    .filter(({ file }) => file.endsWith(".js"))
    .map(({ file, src, imports = [] }) => ({
      fileName: file,
      facadeModuleId: src === undefined ? null : `/${src.replaceAll("\0", "")}`,
      imports: imports.flatMap((name) => manifest[name]?.file ?? []),
      code: readFileSync(join(folder, file), "utf8"),
    }));
}

const sizeOf = async (chunks: readonly Chunk[]): Promise<number> => {
  const sizes = await Promise.all(chunks.map(compressed));
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** How much JavaScript the pages of a built desk load: the first load by the build's own definition, and what each page adds. */
export async function measureFirstLoad(folder: string): Promise<readonly PageLoad[]> {
  const chunks = chunksOf(folder);
  const first = await sizeOf(loadedWith(chunks, firstLoad));
  return Promise.all(
    Object.entries(pages).map(async ([page, modules]) => {
      const bytes = await sizeOf(loadedWith(chunks, [...firstLoad, ...modules.map((it) => `/${it}`)]));
      return { page, bytes, own: bytes - first };
    }),
  );
}
