import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";
import { parseArgs } from "node:util";

/**
 * `npm test`: both groups of tests side by side. The running stack seldom keeps two processors busy, and what needs no stack
 * takes, at the lowest priority, what it leaves. `--json <folder>` keeps both results there, as `stack.json` and `fast.json`.
 * Ends with 1 when anything failed.
 */
const { values: options } = parseArgs({ options: { json: { type: "string" } } });

const run = (project: "stack" | "fast"): ChildProcess => {
  const results =
    options.json === undefined
      ? []
      : ["--reporter=default", "--reporter=json", `--outputFile.json=${options.json}/${project}.json`];
  return spawn("vitest", ["run", "--project", project, ...results], { stdio: "inherit" });
};

const codeOf = async (child: ChildProcess): Promise<number> => {
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
};

const fast = run("fast");
if (fast.pid !== undefined) setPriority(fast.pid, 19);
const codes = await Promise.all([codeOf(run("stack")), codeOf(fast)]);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
