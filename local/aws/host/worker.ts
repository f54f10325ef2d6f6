// The inside of a sandbox. It is stripped of its types and started from memory (sandbox-source.ts), so it may import
// nothing but Node's own modules, and types.
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FromSandbox, SandboxData, ToSandbox } from "./protocol.ts";

const port = parentPort;
if (port === null) throw new Error("a sandbox runs as a worker thread");
const data = workerData as SandboxData;
const send = (message: FromSandbox): void => port.postMessage(message);

type Handler = (
  event: unknown,
  context: object,
  callback?: (error: unknown, result?: unknown) => void,
) => unknown;

let currentRequest: string | undefined;

moveClock(new Float64Array(data.clockOffset));
captureOutput("stdout");
captureOutput("stderr");
process.on("uncaughtException", (error) => die(error, "Runtime.UncaughtException"));
process.on("unhandledRejection", (reason) => die(reason, "Runtime.UnhandledPromiseRejection"));

const startedAt = performance.now();
let handler: Handler | undefined;
try {
  handler = await load();
  send({ kind: "ready", initMs: performance.now() - startedAt });
} catch (error) {
  send({ kind: "init-failed", initMs: performance.now() - startedAt, error: faultOf(error) });
}
port.on("message", (message: ToSandbox) => void serve(message));

async function serve(message: ToSandbox): Promise<void> {
  currentRequest = message.requestId;
  const began = performance.now();
  try {
    const value = await call(JSON.parse(message.event), contextOf(message, began));
    const payload = encode(value);
    send({ kind: "done", requestId: message.requestId, payload, durationMs: performance.now() - began });
  } catch (error) {
    send({
      kind: "failed",
      requestId: message.requestId,
      error: faultOf(error),
      durationMs: performance.now() - began,
    });
  }
}

function call(event: unknown, context: object): unknown {
  const run = handler as Handler;
  if (run.length < 3) return run(event, context);
  // Node.js 24 of Lambda has no callback handlers; earlier runtimes do.
  if (Number(/^nodejs(\d+)/.exec(data.runtime)?.[1] ?? 24) >= 24) {
    throw named(
      "Runtime.CallbackHandlerDeprecated",
      "AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.",
    );
  }
  return new Promise((resolve, reject) => {
    const returned = run(event, context, (error, result) => (error ? reject(error) : resolve(result)));
    if (returned instanceof Promise) returned.then(resolve, reject);
  });
}

function encode(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    throw named("Runtime.MarshalError", `Unable to stringify response body: ${String(error)}`);
  }
}

function contextOf(message: ToSandbox, began: number): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: "$LATEST",
    functionName: data.functionName,
    memoryLimitInMB: String(data.memoryMb),
    logGroupName: `/aws/lambda/${data.functionName}`,
    logStreamName: data.logStream,
    clientContext: message.clientContext,
    identity: undefined,
    invokedFunctionArn: data.functionArn,
    awsRequestId: message.requestId,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(data.timeoutMs - (performance.now() - began))),
  };
}

async function load(): Promise<Handler> {
  const match = /^(.*\/)?([^/.]+)\.(.+)$/.exec(data.handler);
  if (match === null) throw named("Runtime.MalformedHandlerName", `Bad handler ${data.handler}`);
  const stem = join(data.codeFolder, match[1] ?? "", match[2] as string);
  const file = [".js", ".mjs", ".cjs"].map((extension) => stem + extension).find((path) => existsSync(path));
  if (file === undefined) throw named("Runtime.ImportModuleError", `Error: Cannot find module '${match[2]}'`);
  let found: unknown;
  try {
    found = file.endsWith(".cjs") ? createRequire(file)(file) : await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw named("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`);
    if ((error as { code?: unknown } | null)?.code === "ERR_MODULE_NOT_FOUND") {
      throw named("Runtime.ImportModuleError", `Error: ${(error as Error).message}`);
    }
    throw error;
  }
  const names = (match[3] as string).split(".");
  const roots = [found, (found as { default?: unknown }).default];
  for (const root of roots) {
    const value = names.reduce<unknown>(
      (at, name) => (at as Record<string, unknown> | null | undefined)?.[name],
      root,
    );
    if (typeof value === "function") return value as Handler;
  }
  throw named("Runtime.HandlerNotFound", `${data.handler} is undefined or not exported`);
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

function faultOf(error: unknown): { errorType: string; errorMessage: string; stackTrace: string[] } {
  if (error instanceof Error) {
    return {
      errorType: error.name,
      errorMessage: error.message,
      stackTrace: (error.stack ?? "").split("\n"),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), stackTrace: [] };
}

function die(error: unknown, type: string): void {
  const fault = faultOf(error);
  send({
    kind: "died",
    error: { ...fault, errorType: type, errorMessage: `${fault.errorType}: ${fault.errorMessage}` },
  });
  process.exit(129);
}

/** Lines go to the host on the same port as results, so a call's lines are there before its result. */
function captureOutput(stream: "stdout" | "stderr"): void {
  let rest = "";
  const write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk as Uint8Array).toString("utf8");
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) {
      send({
        kind: "lines",
        stream,
        lines,
        ...(currentRequest === undefined ? {} : { requestId: currentRequest }),
      });
    }
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof done === "function") queueMicrotask(() => done());
    return true;
  };
  Object.defineProperty(process[stream], "write", { value: write, configurable: true, writable: true });
}

/** The machine's clock: `Date` follows the shared offset; `performance` and timers stay real. */
function moveClock(offset: Float64Array): void {
  const Real = Date;
  const realNow = Real.now;
  const now = (): number => realNow.call(Real) + (offset[0] ?? 0);
  Object.defineProperty(Real, "now", { value: now, configurable: true, writable: true });
  const Moved: DateConstructor = new Proxy(Real, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === Moved ? target : newTarget),
    apply: () => new Real(now()).toString(),
  });
  Object.defineProperty(Real.prototype, "constructor", { value: Moved, configurable: true, writable: true });
  globalThis.Date = Moved;
}
