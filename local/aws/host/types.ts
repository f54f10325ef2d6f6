import type { LocalLog } from "../types.ts";

/** One Lambda function as the host runs it, read from the template. */
export interface FunctionSpec {
  /** Logical id in the template. */
  readonly id: string;
  /** Function name, as `AWS_LAMBDA_FUNCTION_NAME` tells it. */
  readonly name: string;
  readonly arn: string;
  /** Folder with the built code. */
  readonly codeFolder: string;
  /** Handler as the template writes it, e.g. `index.handler`. */
  readonly handler: string;
  /** e.g. `nodejs24.x` */
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** More calls at once than this are refused as the service does. Absent: no limit but the machine's. */
  readonly reservedConcurrency?: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a failed call carries back, in Lambda's own names. */
export interface FunctionFault {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stackTrace: readonly string[];
}

/** The sandbox survives a `handled` fault and is gone after an `unhandled` one or a `timeout`; a `throttled` call never began. */
export type FaultKind = "handled" | "unhandled" | "timeout" | "throttled" | "too-large";

export type InvokeResult =
  | { readonly ok: true; readonly requestId: string; /** JSON text. */ readonly payload: string }
  | {
      readonly ok: false;
      readonly requestId: string;
      readonly kind: FaultKind;
      readonly error: FunctionFault;
    };

interface InvokeOptions {
  /** JSON value of the `X-Amz-Client-Context` header, already decoded. */
  readonly clientContext?: unknown;
}

/** A line a function wrote, or the host's report of a sandbox. */
export interface FunctionLine {
  readonly functionId: string;
  /** Absent for lines written while the module loads. */
  readonly requestId?: string;
  readonly stream: "stdout" | "stderr";
  readonly line: string;
}

/** What one call is billed as: duration (with a cold start's init) rounded up to a millisecond, times memory. */
export interface InvocationRecord {
  readonly functionId: string;
  readonly requestId: string;
  readonly durationMs: number;
  /** Above zero when this call waited for a fresh sandbox to load. */
  readonly initMs: number;
  readonly billedMs: number;
  readonly gigabyteSeconds: number;
  readonly ok: boolean;
}

/** Bounds of the machine that stands in for the service. */
export interface HostLimits {
  /** Workers of one function at once; further calls wait for one to be free. */
  readonly workersPerFunction: number;
  /** Idle workers kept over all functions; the one unused for longest goes first. */
  readonly idleWorkers: number;
  /** Longest a module may take to load, in milliseconds. */
  readonly initTimeoutMs: number;
}

export interface HostOptions {
  readonly functions: readonly FunctionSpec[];
  readonly region: string;
  /** Offset of the machine's clock, shared with the workers: their `Date` reads it. */
  readonly clockOffset: SharedArrayBuffer;
  /** Variables beside the template's: credentials and endpoint of the front door. Called once per worker. */
  readonly machineEnvironment: (functionId: string) => Readonly<Record<string, string>>;
  /** Receives each line the functions write. */
  readonly onLine: (line: FunctionLine) => void;
  readonly onInvocation?: (record: InvocationRecord) => void;
  readonly log: LocalLog;
  readonly limits?: Partial<HostLimits>;
}

/** Runs functions. Every function of the template is one pool of worker threads, one call per worker at a time. */
export interface FunctionHost {
  readonly functions: readonly FunctionSpec[];
  /** Finds a function by logical id, name or ARN (a qualifier is ignored). */
  find(reference: string): FunctionSpec | undefined;
  /** Calls a function. The event goes through JSON. Never rejects for a fault of the function; throws for an unknown id. */
  invoke(functionId: string, event: unknown, options?: InvokeOptions): Promise<InvokeResult>;
  /** Kills every sandbox of the function that is busy: their calls fail as if the sandbox died. Returns how many. */
  kill(functionId: string): number;
  /** Kills one sandbox by the session token its AWS calls carry (`x-amz-security-token`). False when it is gone. */
  killSandbox(sessionToken: string): boolean;
  /** Starts a worker for each given function (all by default), so that the first call is warm. */
  prewarm(functionIds?: readonly string[]): Promise<void>;
  /** How many calls of the function run at once; more wait for a worker. */
  roomFor(functionId: string): number;
  /** Calls under way or waiting. */
  inFlight(functionId: string): number;
  /** Ends every worker. Calls under way fail as killed; a second close is harmless. */
  close(): Promise<void>;
}
