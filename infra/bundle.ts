import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/** What to bundle and where to. Paths are relative to `root`. */
export interface BundleInput {
  /** Folder that all other paths, also those inside the source maps and the metafile, are relative to. */
  readonly root: string;
  /** Entry files by function name. */
  readonly entries: Readonly<Record<string, string>>;
  /** Emptied first. Gets `<name>/index.mjs` with its source map for each entry, and `metafile.json`. */
  readonly outputFolder: string;
}

/**
 * CommonJS dependencies ask for Node's own modules through `require`, which an ES module does not have. The name of the
 * import is one that no dependency declares at its top level.
 */
const requireBanner = [
  'import { createRequire as balcaoCreateRequire } from "node:module";',
  "const require = balcaoCreateRequire(import.meta.url);",
].join("");

/**
 * Lambda hands credentials over in the environment. The SDK's own chain would bring clients for single sign-on, roles,
 * profiles and instances along, a fifth of every bundle, only to find them there.
 */
const credentialsFromEnvironment: Plugin = {
  name: "credentials-from-environment",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: "environment",
      pluginData: { resolveDir },
    }));
    onLoad({ filter: /.*/, namespace: "environment" }, ({ pluginData }) => ({
      contents: 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
      resolveDir: (pluginData as { readonly resolveDir: string }).resolveDir,
    }));
  },
};

/**
 * Bundles every entry, the SDK included, into a folder of its own that holds all that Lambda needs. The same sources give
 * the same bytes, so that an unchanged function is not deployed again. Throws when an entry is missing, does not bundle, or
 * bundles with a warning.
 */
export async function bundle({ root, entries, outputFolder }: BundleInput): Promise<void> {
  await rm(join(root, outputFolder), { recursive: true, force: true });
  const { metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(entries).map(([name, file]) => ({ in: file, out: `${name}/index` })),
    outdir: outputFolder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    // Modules that esbuild can shake come before the CommonJS that packages name first for Node.
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    legalComments: "none",
    sourcemap: "linked",
    // Stack traces need the mappings only, and the text would be three quarters of the package.
    sourcesContent: false,
    metafile: true,
    banner: { js: requireBanner },
    plugins: [credentialsFromEnvironment],
    logLevel: "silent",
  });
  if (warnings.length > 0)
    throw new Error(warnings.map(({ text, location }) => `${location?.file}: ${text}`).join("\n"));
  await writeFile(join(root, outputFolder, "metafile.json"), JSON.stringify(metafile));
}
