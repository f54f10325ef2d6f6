import type { Plugin } from "vite";

/** As much JavaScript as is loaded until an agent can work, compressed, in bytes. */
export const firstLoadBudget = 200_000;

/**
 * What is loaded until then, by the ends of module paths, each with all that it imports: the entry, what surrounds the pages, the first
 * page, what appears in the top bar, and the words of one language.
 */
export const firstLoad: readonly string[] = [
  "/index.html",
  "/app/shell.tsx",
  "/features/workspace/page.tsx",
  "/features/presence/channel-button.tsx",
  "/features/outreach/new-conversation.tsx",
  "/lib/notify/notify.tsx",
  "/lib/i18n/words/pt-BR.json",
  "/features/workspace/words/pt-BR.json",
  "/features/presence/words/pt-BR.json",
  "virtual:contracts/errors/pt-BR",
];

/** A file of JavaScript that the build made. */
export interface Chunk {
  readonly fileName: string;
  /** The module that is asked for where this file is loaded on demand. */
  readonly facadeModuleId: string | null;
  readonly imports: readonly string[];
  readonly code: string;
}

/** The files that are loaded with some modules: theirs and all that these import, each once. */
export function loadedWith(chunks: readonly Chunk[], modules: readonly string[]): readonly Chunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set<Chunk>();
  const add = (chunk: Chunk | undefined): void => {
    if (chunk === undefined || found.has(chunk)) return;
    found.add(chunk);
    for (const name of chunk.imports) add(byName.get(name));
  };
  for (const end of modules) {
    const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(end) === true);
    if (chunk === undefined) throw new Error(`no file is made of ${end}: mend web/desk/build/budget.ts`);
    add(chunk);
  }
  return [...found];
}

/** How large a file is as it is sent, in bytes. */
export async function compressed({ code }: Pick<Chunk, "code">): Promise<number> {
  const stream = new Blob([code]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

/** Fails a build whose first load has become too large. */
export const budget = (): Plugin => ({
  name: "balcao-budget",
  apply: "build",
  generateBundle: {
    // When the files are what they will be.
    order: "post",
    async handler(_, bundle) {
      const chunks = Object.values(bundle).filter((it) => it.type === "chunk");
      const loaded = await Promise.all(
        loadedWith(chunks, firstLoad).map(async (chunk) => ({
          name: chunk.fileName,
          size: await compressed(chunk),
        })),
      );
      const size = loaded.reduce((sum, it) => sum + it.size, 0);
      if (size <= firstLoadBudget) return;
      const largest = loaded
        .sort((one, other) => other.size - one.size)
        .slice(0, 8)
        .map((it) => `  ${it.name} ${(it.size / 1_000).toFixed(1)} kB`);
      this.error(
        `the first load is ${(size / 1_000).toFixed(1)} kB of compressed JavaScript and may be ${firstLoadBudget / 1_000}: ` +
          `load what is not seen at once with \`later\` of lib/ui/later.ts.\n${largest.join("\n")}`,
      );
    },
  },
});
