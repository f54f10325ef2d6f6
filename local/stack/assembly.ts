import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { systemClock } from "../../shared/adapters/clock.ts";
import { exclusively } from "./lock.ts";
import { runScript } from "./run-script.ts";
import { fingerprintOfSources, repositoryRoot } from "./sources.ts";

/** Where assemblies are kept unless said otherwise, below the root: they are build results, not state. */
const defaultFolder = join(repositoryRoot, "dist", "assemblies");

/** How many assemblies are kept: a stack that runs reads its functions from one whenever it needs another sandbox. */
const kept = 8;

export interface AssemblyOptions {
  /** Holds one folder an assembly; `dist/assemblies` by default. */
  readonly outDir?: string;
  /** Configuration of the stack beyond `cdk.json`; keys begin with `balcao:` (see infra/config.ts). */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Told of what takes seconds. */
  readonly onStep?: (step: "bundling" | "synthesizing") => void;
  /** Aborting it ends the work and its child processes. */
  readonly signal?: AbortSignal;
}

/**
 * Bundles the functions and synthesizes the stack, and gives the folder of the cloud assembly. Nothing is done when that was
 * done before for the same sources and context. Several processes may ask at once. Throws AssemblyError.
 */
export async function prepareAssembly(options: AssemblyOptions = {}): Promise<string> {
  const { outDir = defaultFolder, onStep, signal } = options;
  const context = { ...contextOfCdkJson(), ...options.context };
  const aborting = signal === undefined ? {} : { signal };
  const folder = join(outDir, fingerprintOfSources(process.version, JSON.stringify(context)));
  if (isReady(folder)) return folder;
  // Bundles have one place for all, whatever folder their assembly goes to.
  const lock = join(repositoryRoot, "dist", "assemblies.lock");
  await exclusively(
    lock,
    async () => {
      if (isReady(folder)) return;
      mkdirSync(outDir, { recursive: true });
      const unfinished = `${folder}.unfinished`;
      rmSync(unfinished, { recursive: true, force: true });
      onStep?.("bundling");
      await runScript("infra/build.ts", aborting);
      onStep?.("synthesizing");
      const synthesis = { CDK_OUTDIR: unfinished, CDK_CONTEXT_JSON: JSON.stringify(context) };
      await runScript("infra/app.ts", { environment: synthesis, ...aborting });
      renameSync(unfinished, folder);
      forgetOld(outDir);
    },
    signal,
  );
  return folder;
}

/** An assembly is complete once its folder is there; using it keeps it from being forgotten. */
function isReady(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const now = new Date(systemClock.now());
  utimesSync(folder, now, now);
  return true;
}

function forgetOld(outDir: string): void {
  const newestFirst = readdirSync(outDir)
    .map((name) => join(outDir, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const folder of newestFirst.slice(kept)) rmSync(folder, { recursive: true, force: true });
}

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

function contextOfCdkJson(): Record<string, unknown> {
  return CdkJson.parse(JSON.parse(readFileSync(join(repositoryRoot, "cdk.json"), "utf8"))).context;
}
