import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exclusively } from "./lock.ts";
import { runScript } from "./run-script.ts";
import { fingerprintOf, repositoryRoot } from "./sources.ts";

/** What each page is made of, besides its own folder `web/<name>`. */
const pages = {
  desk: ["shared/contracts", "shared/domain"],
  phone: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PagesName = keyof typeof pages;

export interface PagesOptions {
  /** Told when a build begins, which takes seconds. */
  readonly onStep?: () => void;
  /** Aborting it ends the build. */
  readonly signal?: AbortSignal;
}

/**
 * Builds pages with Vite and gives their folder, `web/<name>/dist`. Nothing is done when that was done for the same sources.
 * Several processes may ask at once. Throws AssemblyError with what the build printed.
 */
export async function preparePages(name: PagesName, { onStep, signal }: PagesOptions = {}): Promise<string> {
  const source = join("web", name);
  const folder = join(repositoryRoot, source, "dist");
  const note = join(repositoryRoot, "dist", "pages", name);
  const wanted = fingerprintOf(
    [source, ...pages[name], "package-lock.json", "tsconfig.json"],
    process.version,
  );
  const isReady = (): boolean =>
    existsSync(join(folder, "index.html")) && existsSync(note) && readFileSync(note, "utf8") === wanted;
  if (isReady()) return folder;
  mkdirSync(dirname(note), { recursive: true });
  await exclusively(
    `${note}.lock`,
    async () => {
      if (isReady()) return;
      onStep?.();
      rmSync(note, { force: true });
      await runScript("node_modules/vite/bin/vite.js", {
        args: ["build", source, "--logLevel", "warn"],
        // Also within a test run, which says otherwise: what is kept is what is deployed.
        environment: { NODE_ENV: "production" },
        ...(signal === undefined ? {} : { signal }),
      });
      writeFileSync(note, wanted);
    },
    signal,
  );
  return folder;
}
