import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { bundle } from "../../infra/bundle.ts";
import { repositoryRoot } from "../../local/stack/sources.ts";
import type { CloudFacts } from "./cloud.ts";
import { percentile } from "./statistics.ts";

/** A function's bundle against the bare handler's, both imported in fresh processes of this run. */
export interface BundleResult {
  readonly name: string;
  readonly bytes: number;
  /** Median milliseconds of importing it. */
  readonly importMs: number;
  /** Times the median of the bare handler as anybody bundles it. */
  readonly importRatio: number;
}

export interface BundlesResult {
  /** The bare handler, bundled and minified by esbuild and nothing else. */
  readonly bare: BundleResult;
  /** The same handler built as our functions are, without the SDK's search for credentials. */
  readonly bareOurWay: BundleResult;
  readonly functions: readonly BundleResult[];
  readonly samples: number;
}

interface Candidate {
  readonly name: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Imports every bundle `samples` times, taking turns so that all see the same machine. */
export async function measureBundles(cloud: CloudFacts, samples: number): Promise<BundlesResult> {
  const entry = join("test", "bench", "bare-handler.ts");
  const folder = join("dist", "bench");
  await bundle({ root: repositoryRoot, entries: { bare: entry }, outputFolder: folder });
  const plainFile = join(repositoryRoot, folder, "plain", "index.mjs");
  await build({
    absWorkingDir: repositoryRoot,
    entryPoints: [entry],
    outfile: plainFile,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  const functions = cloud.functions.map(({ name, codeFolder, environment }): Candidate => {
    return { name: name.replace(/^[^-]+-[^-]+-/, ""), file: join(codeFolder, "index.mjs"), environment };
  });
  const environment = { NODE_OPTIONS: "--enable-source-maps" };
  const bare = { name: "bare handler", file: plainFile, environment };
  const ourWay = {
    name: "bare handler, built as ours",
    file: join(repositoryRoot, folder, "bare", "index.mjs"),
    environment,
  };
  const all: readonly Candidate[] = [bare, ourWay, ...functions];
  const times = new Map<Candidate, number[]>(all.map((candidate) => [candidate, []]));
  for (let sample = 0; sample < samples; sample += 1) {
    for (const [candidate, own] of times) own.push(await importTime(candidate));
  }
  const medianOf = (candidate: Candidate): number => percentile(times.get(candidate) ?? [], 0.5);
  const resultOf = (candidate: Candidate): BundleResult => {
    const { name, file } = candidate;
    const importMs = medianOf(candidate);
    return { name, bytes: statSync(file).size, importMs, importRatio: importMs / medianOf(bare) };
  };
  return {
    bare: resultOf(bare),
    bareOurWay: resultOf(ourWay),
    functions: functions.map(resultOf),
    samples,
  };
}

/** Milliseconds that importing takes in a process that did nothing else. */
async function importTime({ file, environment }: Candidate): Promise<number> {
  const script = `
    const began = performance.now();
    await import(${JSON.stringify(pathToFileURL(file).href)});
    console.log(performance.now() - began);
    process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    env: {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      ...environment,
    },
  });
  return Number(stdout);
}
