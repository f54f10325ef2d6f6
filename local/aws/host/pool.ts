import type { ToSandbox } from "./protocol.ts";
import { startSandbox, type CallEnd, type InitEnd, type Sandbox } from "./sandbox.ts";
import type { FunctionLine, FunctionSpec } from "./types.ts";

/** How a call ended, with the cold start it waited for. */
export interface PoolCallEnd {
  readonly end:
    | CallEnd
    | {
        readonly kind: "init-failed";
        readonly error: Extract<InitEnd, { ok: false }>["error"];
        readonly durationMs: number;
      };
  readonly initMs: number;
}

/** The sandboxes of one function: one call each, the most recently used first, grown on demand up to a bound. */
export interface Pool {
  call(message: ToSandbox): Promise<PoolCallEnd>;
  /** Starts one sandbox ahead of need and waits until it is loaded. */
  prewarm(): Promise<void>;
  readonly inFlight: number;
  readonly maxWorkers: number;
  readonly sandboxes: ReadonlySet<Sandbox>;
  /** Sandboxes waiting for work, least recently used first. */
  readonly idle: readonly Sandbox[];
  /** Ends a sandbox that is idle. */
  evict(sandbox: Sandbox): Promise<void>;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly spec: FunctionSpec;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly clockOffset: SharedArrayBuffer;
  readonly initTimeoutMs: number;
  readonly maxWorkers: number;
  readonly onLine: (line: FunctionLine) => void;
  /** Told when a sandbox becomes idle: the host keeps the total of idle ones in bounds. */
  readonly onIdle: (sandbox: Sandbox) => void;
}

interface Waiting {
  readonly message: ToSandbox;
  readonly resolve: (end: PoolCallEnd) => void;
}

/** Makes the (empty) pool of one function. */
export function createPool(options: PoolOptions): Pool {
  const sandboxes = new Set<Sandbox>();
  const idle: Sandbox[] = [];
  const waiting: Waiting[] = [];
  const ending = new Set<Promise<void>>();
  let starting = 0;
  let inFlight = 0;
  let closed = false;

  const end = (sandbox: Sandbox): Promise<void> => {
    sandboxes.delete(sandbox);
    const at = idle.indexOf(sandbox);
    if (at >= 0) idle.splice(at, 1);
    const done = sandbox.kill();
    ending.add(done);
    return done.finally(() => ending.delete(done));
  };

  const run = async (sandbox: Sandbox, { message, resolve }: Waiting, initMs: number): Promise<void> => {
    const ended = await sandbox.call(message);
    if (sandbox.gone) sandboxes.delete(sandbox);
    resolve({ end: ended, initMs });
    if (sandbox.gone) grow();
    else rest(sandbox);
  };

  const rest = (sandbox: Sandbox, initMs = 0): void => {
    const next = waiting.shift();
    if (next !== undefined) {
      void run(sandbox, next, initMs);
      return;
    }
    idle.push(sandbox);
    options.onIdle(sandbox);
  };

  const start = async (): Promise<void> => {
    starting += 1;
    const sandbox = startSandbox({
      spec: options.spec,
      environment: options.environment(),
      clockOffset: options.clockOffset,
      initTimeoutMs: options.initTimeoutMs,
      onLine: options.onLine,
    });
    sandboxes.add(sandbox);
    const init = await sandbox.ready;
    starting -= 1;
    if (init.ok && !sandbox.gone) {
      rest(sandbox, init.initMs);
      return;
    }
    void end(sandbox);
    const error = init.ok
      ? {
          errorType: "Runtime.ExitError",
          errorMessage: "Error: Runtime exited with error: signal: killed",
          stackTrace: [],
        }
      : init.error;
    // The call that this sandbox was started for fails with it, as on the service.
    waiting.shift()?.resolve({ end: { kind: "init-failed", error, durationMs: 0 }, initMs: init.initMs });
    grow();
  };

  const grow = (): void => {
    while (!closed && starting < waiting.length && sandboxes.size < options.maxWorkers) void start();
  };

  /** The most recently used first; one that died while idle (work left over from its last call) is dropped. */
  const takeIdle = (): Sandbox | undefined => {
    for (let sandbox = idle.pop(); sandbox !== undefined; sandbox = idle.pop()) {
      if (!sandbox.gone) return sandbox;
      sandboxes.delete(sandbox);
    }
    return undefined;
  };

  return {
    call: async (message) => {
      inFlight += 1;
      try {
        return await new Promise<PoolCallEnd>((resolve) => {
          const sandbox = takeIdle();
          if (sandbox !== undefined) {
            void run(sandbox, { message, resolve }, 0);
            return;
          }
          waiting.push({ message, resolve });
          grow();
        });
      } finally {
        inFlight -= 1;
      }
    },
    prewarm: async () => {
      if (sandboxes.size < options.maxWorkers) await start();
    },
    maxWorkers: options.maxWorkers,
    get inFlight() {
      return inFlight;
    },
    sandboxes,
    idle,
    evict: end,
    close: async () => {
      closed = true;
      const error = {
        errorType: "Runtime.ExitError",
        errorMessage: "Error: the function host is closed",
        stackTrace: [],
      };
      for (const { resolve } of waiting.splice(0))
        resolve({ end: { kind: "gone", error, durationMs: 0 }, initMs: 0 });
      await Promise.all([...sandboxes].map(end));
      await Promise.all(ending);
    },
  };
}
