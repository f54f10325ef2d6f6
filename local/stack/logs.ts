import { createWriteStream, mkdirSync, rmSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import type { FunctionLine } from "../aws/host/types.ts";
import type { LocalLog } from "../aws/types.ts";

/** Columns that a line on the terminal may take. */
const columns = 100;

/** What a run writes down. */
export interface Logs {
  /** For what the local cloud and the simulator report: all of it into `local.log`. */
  readonly log: LocalLog;
  /** For what the functions write: into a file each. */
  readonly onLine: (line: FunctionLine, functionName: string) => void;
  /** Resolves when everything is on disk. */
  close(): Promise<void>;
}

/** Opens `folder` for one run, which replaces the logs of the last one. `tell` gets warnings and errors in one short line each. */
export function openLogs(folder: string, tell: (line: string) => void): Logs {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, WriteStream>();
  const write = (name: string, line: string): void => {
    const file = files.get(name) ?? createWriteStream(join(folder, `${name}.log`));
    files.set(name, file);
    file.write(`${line}\n`);
  };
  return {
    log: (event) => {
      write("local", JSON.stringify(event, withStacks));
      const { level, message, ...details } = event;
      if (level !== "info") tell(short(level, "local", message, details));
    },
    onLine: ({ line }, functionName) => {
      write(functionName, line);
      const said = troubleOf(line);
      if (said !== undefined) tell(short(said.level, functionName, said.message, said.details));
    },
    close: async () => {
      await Promise.all([...files.values()].map((file) => new Promise<void>((resolve) => file.end(resolve))));
    },
  };
}

/** An error says nothing as JSON. */
const withStacks = (_key: string, value: unknown): unknown =>
  value instanceof Error ? (value.stack ?? String(value)) : value;

interface Trouble {
  readonly level: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a function's line warns of, if it is a structured line that does. */
function troubleOf(line: string): Trouble | undefined {
  if (!line.startsWith("{")) return undefined;
  let json: Readonly<Record<string, unknown>>;
  try {
    json = JSON.parse(line) as typeof json;
  } catch {
    // A function may print anything: what is no JSON is in its file, and that is all.
    return undefined;
  }
  const { level, message, timestamp: _, service: _service, ...details } = json;
  if (level !== "WARN" && level !== "ERROR" && level !== "CRITICAL") return undefined;
  return { level: level.toLowerCase(), message: String(message), details };
}

function short(level: string, from: string, message: string, details: Trouble["details"]): string {
  const plain = Object.entries(details).flatMap(([key, value]) =>
    ["string", "number", "boolean"].includes(typeof value) ? [`${key}=${String(value)}`] : [],
  );
  const line = `${level} ${from}: ${[message, ...plain].join(" ")}`.replaceAll(/\s+/g, " ");
  return line.length <= columns ? line : `${line.slice(0, columns - 1)}…`;
}
