import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { repositoryRoot } from "./stack/sources.ts";

const usage = `npm start -- [--fresh] [--port N] [--data FOLDER]
  --fresh   forget everything said and set up before
  --port    first of the six ports to take (default: 4000, or the next free row)
  --data    where state is kept (default: .balcao)`;

/** A second Ctrl-C forces the end; npm passes the first one on, so the same key press arrives twice. */
const sameKeyPressMs = 500;

await main();

async function main(): Promise<void> {
  const options = readOptions();
  if (!existsSync(join(repositoryRoot, "node_modules", "aws-cdk-lib"))) fail("run npm ci first");
  const { bringUp } = await import("./stack/bring-up.ts");
  const { bannerLines } = await import("./stack/banner.ts");

  const stopping = new AbortController();
  let firstSignalAt: number | undefined;
  let close = async (): Promise<void> => undefined;
  const ended = new Promise<void>((resolveEnded) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (firstSignalAt !== undefined) {
          if (performance.now() - firstSignalAt > sameKeyPressMs) process.exit(130);
          return;
        }
        firstSignalAt = performance.now();
        console.log("\nEnding … (Ctrl-C again to force)");
        stopping.abort();
        resolveEnded();
      });
    }
  });

  const steps = {
    bundling: () => "Bundling the functions …",
    synthesizing: () => "Synthesizing the stack …",
    "building pages": () => "Building the pages …",
    starting: () => "Starting it …",
    answering: (about?: string) => `The API answers at ${about}`,
    seeding: () => "Setting up the demo shop …",
  };
  try {
    const up = await bringUp({
      dataDir: options.dataDir,
      fresh: options.fresh,
      ...(options.port === undefined ? {} : { firstPort: options.port }),
      onStep: (step, about) => console.log(steps[step](about)),
      tell: (line) => {
        // What was under way is cut off on purpose by then.
        if (!stopping.signal.aborted) console.error(line);
      },
      signal: stopping.signal,
    });
    close = up.close;
    if (!stopping.signal.aborted)
      for (const line of bannerLines(up.addresses, options.dataDir)) console.log(line);
    await ended;
  } catch (error) {
    if (!stopping.signal.aborted) fail(await explain(error, options.dataDir));
  }
  await close();
  // Whatever a library left running must not outlive the desk.
  process.exit(0);
}

function readOptions(): {
  readonly fresh: boolean;
  readonly port: number | undefined;
  readonly dataDir: string;
} {
  try {
    const { values } = parseArgs({
      options: {
        fresh: { type: "boolean", default: false },
        port: { type: "string" },
        data: { type: "string", default: join(repositoryRoot, ".balcao") },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_530))
      return fail(`--port takes a number from 1 to 65530, not ${values.port}`);
    return { fresh: values.fresh, port, dataDir: resolve(values.data) };
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** What went wrong, and what can be done about it. */
async function explain(error: unknown, dataDir: string): Promise<string> {
  const { FolderInUse } = await import("./stack/running.ts");
  const { PortInUse } = await import("./stack/ports.ts");
  const { AssemblyError } = await import("./stack/run-script.ts");
  const { shownPath, stateIn } = await import("./stack/state-folder.ts");
  const folder = shownPath(dataDir);
  if (error instanceof FolderInUse) {
    const where = error.addresses === null ? "is starting" : `answers at ${error.addresses.apiUrl}`;
    return [
      `Balcão runs on ${folder} already: process ${error.pid} ${where}.`,
      `End it first, or give this one a folder of its own: npm start -- --data FOLDER`,
      `(If process ${error.pid} is something else, delete ${join(folder, "running.json")}.)`,
    ].join("\n");
  }
  if (error instanceof PortInUse)
    return `${error.message}. Give other ports with --port N, or leave --port out to have free ones found.`;
  if (error instanceof AssemblyError) return error.message;
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause =
    error instanceof Error && error.cause !== undefined ? `\ncaused by ${String(error.cause)}` : "";
  const hint = existsSync(stateIn(dataDir).aws)
    ? `\n\nIf the state in ${folder} is damaged or older than this version: npm start -- --fresh forgets it.`
    : "";
  return `The desk did not start: ${details}${cause}${hint}`;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
