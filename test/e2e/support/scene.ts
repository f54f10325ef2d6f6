import { ApiError } from "../../../local/stack/api-client.ts";
import type { FunctionLine } from "../../../local/aws/host/types.ts";
import { MovableClock } from "../../../local/aws/clock.ts";
import { type Desk, type DeskOptions, startDesk } from "../../../local/stack/desk.ts";
import type { FunctionName } from "../../../shared/contracts/functions.ts";
import { until } from "./until.ts";

/** What the local cloud and the simulator report. */
export type LocalEvent = Parameters<NonNullable<DeskOptions["log"]>>[0];

/** The synthesized stack at work, everything in memory, with what a test holds in its hands. */
export interface Scene extends Desk {
  readonly clock: MovableClock;
  /** Access token of the first administrator, valid for an hour of the clock. */
  readonly admin: string;
  /** Everything reported so far. */
  readonly events: readonly LocalEvent[];
  /** Everything the functions wrote so far. */
  readonly lines: readonly FunctionLine[];
  /** Logical id of a function, as host and faults know it. */
  functionId(name: FunctionName): string;
  /** Resolves once nothing is under way, neither in the stack nor in the simulator. Later retries are not waited for. */
  settled(): Promise<void>;
}

/** Starts a desk; close it in the end. `prepareAssembly` keeps the assembly, so only a change of sources builds anew. */
export async function openScene(
  options: Pick<DeskOptions, "assemblyDir" | "run" | "webhookTestOrigin"> = {},
): Promise<Scene> {
  const clock = new MovableClock();
  const events: LocalEvent[] = [];
  const lines: FunctionLine[] = [];
  const desk = await startDesk({
    ...options,
    clock,
    log: (event) => void events.push(event),
    onLine: (line) => void lines.push(line),
  });
  try {
    return sceneOf(desk, { clock, events, lines, admin: await desk.signIn() });
  } catch (error) {
    await desk.close();
    throw error;
  }
}

function sceneOf(desk: Desk, own: Pick<Scene, "clock" | "events" | "lines" | "admin">): Scene {
  const { stack, simulator } = desk;
  return {
    ...desk,
    ...own,
    api: tellingWhy(desk.api, own.lines),
    functionId(name) {
      const found = stack.host.find(`${stack.stack.name}-${name}`);
      if (found === undefined) throw new Error(`the stack has no function ${name}`);
      return found.id;
    },
    async settled() {
      let quiet = 0;
      await until("the stack comes to rest", async () => {
        await simulator.idle();
        // Between a queue and its function, or a stream and its reader, there may be a moment in which nothing shows.
        quiet = stack.idle() ? quiet + 1 : 0;
        return quiet >= 4;
      });
    },
  };
}

/** The client of the API, where an answer that blames the desk tells what functions last wrote of errors, or that none did. */
function tellingWhy(api: Desk["api"], lines: readonly FunctionLine[]): Desk["api"] {
  return {
    call: async (...call) => {
      const before = lines.length;
      try {
        return await api.call(...call);
      } catch (error) {
        if (error instanceof ApiError && error.status >= 500 && error.code !== "BUSY") {
          const errors = lines
            .slice(before)
            .flatMap(({ line }) => (/error|timed out/i.test(line) ? line : []));
          error.message += `\n${errors.slice(-5).join("\n") || "no function wrote of an error"}`;
        }
        throw error;
      }
    },
  };
}
