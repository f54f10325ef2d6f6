import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { FromSandbox, SandboxData, ToSandbox } from "./protocol.ts";
import { sandboxSource } from "./sandbox-source.ts";
import type { FunctionFault, FunctionLine, FunctionSpec } from "./types.ts";

/** How one call in a sandbox ended. After `gone` the sandbox cannot be used again. */
export type CallEnd =
  | { readonly kind: "done"; readonly payload: string; readonly durationMs: number }
  | { readonly kind: "failed"; readonly error: FunctionFault; readonly durationMs: number }
  | { readonly kind: "timeout"; readonly durationMs: number }
  | { readonly kind: "gone"; readonly error: FunctionFault; readonly durationMs: number };

/** How loading the module ended. */
export type InitEnd =
  | { readonly ok: true; readonly initMs: number }
  | { readonly ok: false; readonly initMs: number; readonly error: FunctionFault };

/** One worker thread with the function's module loaded. */
export interface Sandbox {
  /** Its AWS calls carry this as session token. */
  readonly sessionToken: string;
  readonly ready: Promise<InitEnd>;
  /** One call at a time. */
  call(message: ToSandbox): Promise<CallEnd>;
  readonly busy: boolean;
  readonly gone: boolean;
  /** Ends the thread at once; a call under way ends as `gone`. */
  kill(): Promise<void>;
}

export interface SandboxOptions {
  readonly spec: FunctionSpec;
  readonly environment: Readonly<Record<string, string>>;
  readonly clockOffset: SharedArrayBuffer;
  readonly initTimeoutMs: number;
  readonly onLine: (line: FunctionLine) => void;
}

const exitFault = (reason: string): FunctionFault => ({
  errorType: "Runtime.ExitError",
  errorMessage: `Error: Runtime exited ${reason}`,
  stackTrace: [],
});

/** Starts a sandbox; `ready` tells when (and whether) its module loaded. */
export function startSandbox(options: SandboxOptions): Sandbox {
  const { spec, onLine } = options;
  const sessionToken = randomUUID();
  const data: SandboxData = {
    codeFolder: spec.codeFolder,
    handler: spec.handler,
    runtime: spec.runtime,
    functionName: spec.name,
    functionArn: spec.arn,
    logStream: `[$LATEST]${sessionToken.replaceAll("-", "")}`,
    memoryMb: spec.memoryMb,
    timeoutMs: spec.timeoutSeconds * 1000,
    clockOffset: options.clockOffset,
  };
  const worker = new Worker(sandboxSource(), {
    workerData: data,
    env: {
      ...options.environment,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_LAMBDA_LOG_STREAM_NAME: data.logStream,
    },
    resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb },
    execArgv: [],
    name: spec.id,
  });

  let gone = false;
  let fault: FunctionFault | undefined;
  let endCall: ((end: CallEnd) => void) | undefined;
  let callBegan = 0;
  const started = performance.now();
  const ready = Promise.withResolvers<InitEnd>();
  const initTimer = setTimeout(() => {
    fault ??= {
      errorType: "Sandbox.Timedout",
      errorMessage: `Error: Init timed out after ${(options.initTimeoutMs / 1000).toFixed(2)} seconds`,
      stackTrace: [],
    };
    void worker.terminate();
  }, options.initTimeoutMs);

  const finish = (end: CallEnd): void => {
    const settle = endCall;
    endCall = undefined;
    settle?.(end);
  };
  const onMessage = (message: FromSandbox): void => {
    switch (message.kind) {
      case "ready":
        clearTimeout(initTimer);
        ready.resolve({ ok: true, initMs: message.initMs });
        break;
      case "init-failed":
        clearTimeout(initTimer);
        ready.resolve({ ok: false, initMs: message.initMs, error: message.error });
        break;
      case "lines": {
        const { requestId, stream } = message;
        for (const line of message.lines) {
          onLine({ functionId: spec.id, stream, line, ...(requestId === undefined ? {} : { requestId }) });
        }
        break;
      }
      case "done":
        finish({ kind: "done", payload: message.payload, durationMs: message.durationMs });
        break;
      case "failed":
        finish({ kind: "failed", error: message.error, durationMs: message.durationMs });
        break;
      case "died":
        fault ??= message.error;
    }
  };
  const onExit = (code: number): void => {
    clearTimeout(initTimer);
    gone = true;
    const error =
      fault ?? exitFault(code === 0 ? "without providing a reason" : `with error: exit status ${code}`);
    ready.resolve({ ok: false, initMs: performance.now() - started, error });
    finish({ kind: "gone", error, durationMs: performance.now() - callBegan });
  };
  worker.on("message", onMessage);
  worker.on("error", (error: Error & { code?: string }) => {
    fault ??=
      error.code === "ERR_WORKER_OUT_OF_MEMORY"
        ? exitFault("with error: signal: killed")
        : { errorType: error.name, errorMessage: error.message, stackTrace: (error.stack ?? "").split("\n") };
  });
  worker.on("exit", onExit);

  const kill = async (): Promise<void> => {
    if (gone) return;
    gone = true;
    fault ??= exitFault("with error: signal: killed");
    finish({ kind: "gone", error: fault, durationMs: performance.now() - callBegan });
    await worker.terminate();
  };

  return {
    sessionToken,
    ready: ready.promise,
    get busy() {
      return endCall !== undefined;
    },
    get gone() {
      return gone;
    },
    call: (message) =>
      new Promise((resolve) => {
        callBegan = performance.now();
        const timer = setTimeout(() => {
          finish({ kind: "timeout", durationMs: data.timeoutMs });
          void kill();
        }, data.timeoutMs);
        endCall = (end) => {
          clearTimeout(timer);
          resolve(end);
        };
        worker.postMessage(message);
      }),
    kill,
  };
}
