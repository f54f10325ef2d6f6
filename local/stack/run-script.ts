import { spawn } from "node:child_process";
import { repositoryRoot } from "./sources.ts";

/** A bundling, synthesis or build that failed; the message holds what it printed. */
export class AssemblyError extends Error {
  override readonly name = "AssemblyError";
}

export interface ScriptOptions {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Aborting it ends the script. */
  readonly signal?: AbortSignal;
}

/** Runs a script of the repository with the Node that runs this one, to its end. Throws {@link AssemblyError}. */
export async function runScript(
  script: string,
  { args = [], environment = {}, signal }: ScriptOptions = {},
): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal === undefined ? {} : { signal }),
  });
  const printed: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk));
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  // Also when it was aborted: only then is the child gone.
  const ended = await new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once("close", (code, reason) => resolve(code ?? reason));
  });
  if (failure !== undefined) throw failure;
  if (ended === 0) return;
  throw new AssemblyError(`${script} failed (${ended}):\n${Buffer.concat(printed).toString("utf8").trim()}`);
}
