import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import * as z from "zod";
import { repositoryRoot } from "../../../infra/paths.ts";
import { addBalcao } from "../../../infra/synth.ts";
import type { BalcaoStack } from "../../../infra/stack.ts";
import { functionEntries } from "../../../shared/contracts/functions.ts";
import { Template } from "./template.ts";

/** The app with the stack in it, not synthesized yet. Bundles stand in for the real ones: the stack does not look inside. */
export interface Prepared {
  readonly app: App;
  readonly stack: BalcaoStack;
}

/** A folder for one test file; remove it when done. */
export function workspace(): { readonly folder: string; readonly bundles: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "balcao-infra-"));
  const bundles = join(folder, "bundles");
  for (const name of Object.keys(functionEntries)) {
    mkdirSync(join(bundles, name), { recursive: true });
    writeFileSync(join(bundles, name, "index.mjs"), `export const handler = async () => "${name}";\n`);
  }
  return { folder, bundles, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Makes the app as `cdk synth` does, with the context of cdk.json and that given. */
export function prepare(
  { folder, bundles }: { readonly folder: string; readonly bundles: string },
  context: Readonly<Record<string, unknown>> = {},
): Prepared {
  const file = z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(join(repositoryRoot, "cdk.json"), "utf8")));
  const app = new App({
    outdir: mkdtempSync(join(folder, "out-")),
    context: { ...file.context, ...context },
  });
  return { app, stack: addBalcao(app, bundles) };
}

/** Synthesizes, which throws when cdk-nag finds anything that was not acknowledged. */
export function synthesized({ app, stack }: Prepared): Template {
  return Template.parse(app.synth().getStackArtifact(stack.artifactId).template);
}
