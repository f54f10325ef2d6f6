import type { FunctionFault } from "./types.ts";

/** What a sandbox is told when it starts. */
export interface SandboxData {
  readonly codeFolder: string;
  readonly handler: string;
  readonly runtime: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly logStream: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly clockOffset: SharedArrayBuffer;
}

/** One call. The event is JSON text: a string crosses threads far cheaper than a cloned tree. */
export interface ToSandbox {
  readonly requestId: string;
  readonly event: string;
  readonly clientContext?: unknown;
}

export type FromSandbox =
  | { readonly kind: "ready"; readonly initMs: number }
  | { readonly kind: "init-failed"; readonly initMs: number; readonly error: FunctionFault }
  | {
      readonly kind: "lines";
      readonly stream: "stdout" | "stderr";
      readonly lines: readonly string[];
      readonly requestId?: string;
    }
  | {
      readonly kind: "done";
      readonly requestId: string;
      readonly payload: string;
      readonly durationMs: number;
    }
  | {
      readonly kind: "failed";
      readonly requestId: string;
      readonly error: FunctionFault;
      readonly durationMs: number;
    }
  /** An error nothing caught: the thread exits right after. */
  | { readonly kind: "died"; readonly error: FunctionFault };
