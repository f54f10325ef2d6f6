import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import type { MeterSnapshot } from "../../local/aws/front-door/meter.ts";

/** What the parent asks of the cloud's process. */
export interface Question {
  readonly id: number;
  readonly ask: "meter" | "idle" | "prewarm" | "close";
}

/** What the cloud's process answers; its first answer, number 0, says that it is up. */
export interface Answer {
  readonly id: number;
  readonly value: unknown;
}

/** What there is to know of a running cloud. */
export interface CloudFacts {
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region: string;
  readonly functions: readonly {
    readonly id: string;
    readonly name: string;
    readonly memoryMb: number;
    /** Folder of its bundle. */
    readonly codeFolder: string;
    readonly environment: Readonly<Record<string, string>>;
  }[];
  /** Ids of functions that a timer calls. */
  readonly backgroundFunctions: readonly string[];
}

/** The stack at work in another process. */
export interface Cloud extends CloudFacts {
  readonly pid: number;
  meter(): Promise<MeterSnapshot>;
  /** Starts a sandbox of every function. */
  prewarm(): Promise<void>;
  /** Resolves once nothing was under way for a while. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Questions in a row, 25 ms apart, that must all find the cloud idle. */
const idleInARow = 6;

/** Runs an assembly. Options of `execArgv` go to the cloud's process, e.g. `--cpu-prof`. */
export async function startCloud(
  assemblyDir: string,
  graphUrl: string,
  execArgv: readonly string[] = [],
): Promise<Cloud> {
  const script = fileURLToPath(new URL("cloud-process.ts", import.meta.url));
  const child = fork(script, [assemblyDir, graphUrl], { execArgv: [...execArgv] });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  const answerTo = <Value>(id: number): Promise<Value> =>
    new Promise<Value>((resolve, reject) => waiting.set(id, { resolve, reject }));
  const ask = <Value>(what: Question["ask"]): Promise<Value> => {
    lastId += 1;
    const answer = answerTo<Value>(lastId);
    child.send({ id: lastId, ask: what } satisfies Question);
    return answer;
  };
  child.on("message", ({ id, value }: Answer) => {
    waiting.get(id)?.resolve(value as never);
    waiting.delete(id);
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", (code, signal) => {
      for (const { reject } of waiting.values()) reject(new Error(`the cloud ended (${code ?? signal})`));
      resolve();
    });
  });
  const facts = await answerTo<CloudFacts>(0);
  return {
    ...facts,
    pid: child.pid ?? 0,
    meter: () => ask("meter"),
    prewarm: () => ask("prewarm"),
    async settled() {
      for (let idle = 0; idle < idleInARow; idle = (await ask<boolean>("idle")) ? idle + 1 : 0)
        await wait(25);
    },
    async close() {
      child.send({ id: -1, ask: "close" } satisfies Question);
      await ended;
    },
  };
}
