import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { createPool, type Pool, type PoolCallEnd } from "./pool.ts";
import type { Sandbox } from "./sandbox.ts";
import type {
  FaultKind,
  FunctionFault,
  FunctionHost,
  FunctionSpec,
  HostLimits,
  HostOptions,
  InvokeResult,
} from "./types.ts";

/** Bytes of a synchronous call's event or result. */
export const SYNC_PAYLOAD_BYTES = 6_291_556;

/** Workers beyond these share the same processors, and each compiles and warms the same code for itself. */
const DEFAULT_LIMITS: HostLimits = {
  workersPerFunction: Math.max(4, availableParallelism()),
  idleWorkers: 48,
  initTimeoutMs: 10_000,
};

/** The function name inside a function ARN, qualified or not; other text is given back as it is. */
export function arnFunctionName(reference: string): string {
  return /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(reference)?.[1] ?? reference;
}

/** Makes the function host. No worker starts before the first call or `prewarm`. */
export function createFunctionHost(options: HostOptions): FunctionHost {
  const limits: HostLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const byReference = new Map<string, FunctionSpec>();
  for (const spec of options.functions)
    for (const key of [spec.id, spec.name, spec.arn]) byReference.set(key, spec);

  /** Idle sandboxes over all functions, least recently used first. */
  const idle = new Map<Sandbox, Pool>();
  const pools = new Map<string, Pool>();
  for (const spec of options.functions) {
    const pool: Pool = createPool({
      spec,
      environment: () => environmentOf(spec, options),
      clockOffset: options.clockOffset,
      initTimeoutMs: limits.initTimeoutMs,
      maxWorkers: Math.max(1, Math.min(limits.workersPerFunction, spec.reservedConcurrency ?? Infinity)),
      onLine: options.onLine,
      onIdle: (sandbox) => {
        idle.delete(sandbox);
        idle.set(sandbox, pool);
        if (idle.size <= limits.idleWorkers) return;
        for (const [candidate, owner] of idle) {
          if (candidate.gone || candidate.busy) idle.delete(candidate);
          else if (idle.size > limits.idleWorkers) {
            idle.delete(candidate);
            void owner.evict(candidate);
          }
        }
      },
    });
    pools.set(spec.id, pool);
  }

  let closed: Promise<void> | undefined;
  const poolOf = (functionId: string): Pool => {
    const pool = pools.get(functionId);
    if (pool === undefined) throw new Error(`the template has no function ${functionId}`);
    return pool;
  };

  return {
    functions: options.functions,
    find: (reference) => byReference.get(reference) ?? byReference.get(arnFunctionName(reference)),
    invoke: async (functionId, event, { clientContext } = {}) => {
      const pool = poolOf(functionId);
      const spec = byReference.get(functionId) as FunctionSpec;
      const requestId = randomUUID();
      const fail = (kind: FaultKind, error: FunctionFault): InvokeResult => ({
        ok: false,
        requestId,
        kind,
        error,
      });
      if (closed !== undefined)
        return fail("unhandled", fault("Runtime.ExitError", "Error: the function host is closed"));
      if (pool.inFlight >= (spec.reservedConcurrency ?? Infinity)) {
        return fail("throttled", fault("TooManyRequestsException", "Rate Exceeded."));
      }
      const text = JSON.stringify(event) ?? "null";
      if (Buffer.byteLength(text) > SYNC_PAYLOAD_BYTES) {
        return fail(
          "too-large",
          fault(
            "RequestEntityTooLargeException",
            `${Buffer.byteLength(text)} byte payload is too large for the RequestResponse invocation type (limit ${SYNC_PAYLOAD_BYTES} bytes)`,
          ),
        );
      }
      const ended = await pool.call({
        requestId,
        event: text,
        ...(clientContext === undefined ? {} : { clientContext }),
      });
      const result = resultOf(ended, requestId, spec);
      report(ended, result, spec, options);
      return result;
    },
    kill: (functionId) => {
      const busy = [...poolOf(functionId).sandboxes].filter((sandbox) => sandbox.busy);
      for (const sandbox of busy) void sandbox.kill();
      return busy.length;
    },
    killSandbox: (sessionToken) => {
      for (const pool of pools.values()) {
        for (const sandbox of pool.sandboxes) {
          if (sandbox.sessionToken !== sessionToken || sandbox.gone) continue;
          void sandbox.kill();
          return true;
        }
      }
      return false;
    },
    prewarm: async (functionIds = [...pools.keys()]) => {
      await Promise.all(functionIds.map((id) => poolOf(id).prewarm()));
    },
    roomFor: (functionId) => poolOf(functionId).maxWorkers,
    inFlight: (functionId) => poolOf(functionId).inFlight,
    close: () => {
      closed ??= Promise.all([...pools.values()].map((pool) => pool.close())).then(() => undefined);
      return closed;
    },
  };
}

const fault = (errorType: string, errorMessage: string): FunctionFault => ({
  errorType,
  errorMessage,
  stackTrace: [],
});

function resultOf({ end }: PoolCallEnd, requestId: string, spec: FunctionSpec): InvokeResult {
  const fail = (kind: FaultKind, error: FunctionFault): InvokeResult => ({
    ok: false,
    requestId,
    kind,
    error,
  });
  /** The service's reports name the request; an error of the code itself does not. */
  const named = (error: FunctionFault): FunctionFault =>
    error.errorType === "Runtime.ExitError"
      ? { ...error, errorMessage: `RequestId: ${requestId} ${error.errorMessage}` }
      : error;
  switch (end.kind) {
    case "done": {
      const size = Buffer.byteLength(end.payload);
      if (size <= SYNC_PAYLOAD_BYTES) return { ok: true, requestId, payload: end.payload };
      return fail(
        "handled",
        fault(
          "Function.ResponseSizeTooLarge",
          `Response payload size exceeded maximum allowed payload size (${SYNC_PAYLOAD_BYTES} bytes).`,
        ),
      );
    }
    case "failed":
      return fail("handled", end.error);
    case "timeout":
      return fail(
        "timeout",
        fault(
          "Sandbox.Timedout",
          `RequestId: ${requestId} Error: Task timed out after ${spec.timeoutSeconds.toFixed(2)} seconds`,
        ),
      );
    case "gone":
    case "init-failed":
      return fail("unhandled", named(end.error));
  }
}

function report(
  { end, initMs }: PoolCallEnd,
  result: InvokeResult,
  spec: FunctionSpec,
  options: HostOptions,
): void {
  const billedMs = Math.ceil(end.durationMs + initMs);
  options.onInvocation?.({
    functionId: spec.id,
    requestId: result.requestId,
    durationMs: end.durationMs,
    initMs,
    billedMs,
    gigabyteSeconds: (billedMs / 1000) * (spec.memoryMb / 1024),
    ok: result.ok,
  });
  if (result.ok) return;
  options.log({
    level: "error",
    message: "function failed",
    functionId: spec.id,
    requestId: result.requestId,
    kind: result.kind,
    errorType: result.error.errorType,
    errorMessage: result.error.errorMessage,
    stackTrace: result.error.stackTrace.join("\n"),
  });
}

/** The template's variables, those Lambda sets, and the machine's (credentials, endpoint). Nothing of this process's own. */
function environmentOf(spec: FunctionSpec, options: HostOptions): Record<string, string> {
  return {
    ...spec.environment,
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    LAMBDA_TASK_ROOT: spec.codeFolder,
    LANG: "en_US.UTF-8",
    TZ: "UTC",
    _HANDLER: spec.handler,
    ...options.machineEnvironment(spec.id),
  };
}
