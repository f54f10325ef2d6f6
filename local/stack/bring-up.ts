import { existsSync, writeFileSync } from "node:fs";
import { seedShop } from "../seed/seed.ts";
import { shop } from "../seed/shop.ts";
import { prepareAssembly } from "./assembly.ts";
import { apiDocsPath, openConsole } from "./console.ts";
import { type Desk, type DeskPages, startDesk } from "./desk.ts";
import { openLogs } from "./logs.ts";
import { preparePages } from "./pages.ts";
import { choosePorts, type DeskPorts } from "./ports.ts";
import { type Addresses, claimFolder } from "./running.ts";
import { OperatorOutputs } from "../operator/access.ts";
import { forgetState, stateIn } from "./state-folder.ts";

/** What takes noticeable time, in the order in which it happens; some of it may not be needed. */
export type Step = "bundling" | "synthesizing" | "building pages" | "starting" | "answering" | "seeding";

export interface BringUpOptions {
  readonly dataDir: string;
  /** Forgets earlier state first. */
  readonly fresh: boolean;
  /** First of the ports to take; without it a free row is looked for. */
  readonly firstPort?: number;
  /** Told of each step as it begins; `answering` comes with the API's address. */
  readonly onStep: (step: Step, about?: string) => void;
  /** Gets warnings and errors, each in one short line. */
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** A desk with the demo shop, for a person to play with and for other processes to find. */
export interface DeskUp {
  readonly desk: Desk;
  readonly addresses: Addresses;
  readonly ports: DeskPorts;
  /** Ends everything and lets go of the data folder. A second close is harmless. */
  close(): Promise<void>;
}

/**
 * Brings up the desk over a data folder: claims it, prepares the stack, starts it, and seeds it the first time. Rejects with
 * FolderInUse, PortInUse, AssemblyError, or whatever else went wrong, having closed what it opened.
 */
export async function bringUp(options: BringUpOptions): Promise<DeskUp> {
  const { dataDir, fresh, onStep, signal } = options;
  const closers: (() => unknown)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closeAll(closers);
    return closing;
  };
  try {
    const claim = claimFolder(dataDir);
    closers.push(() => claim.release());
    const ports = await choosePorts(options.firstPort);
    const state = stateIn(dataDir);
    if (fresh) await forgetState(dataDir);
    const { assemblyDir, pages } = await prepare(onStep, signal);
    signal?.throwIfAborted();
    onStep("starting");
    const logs = openLogs(state.logs, options.tell);
    closers.push(() => logs.close());
    const desk = await startDesk({ assemblyDir, pages, dataDir, ports, log: logs.log, onLine: logs.onLine });
    closers.push(() => desk.close());
    const meters = await openConsole(desk, ports.console);
    closers.push(() => meters.close());
    signal?.throwIfAborted();
    onStep("answering", desk.apiUrl);
    if (!existsSync(state.seeded)) {
      onStep("seeding");
      await abortable(seedShop(desk), signal);
      writeFileSync(state.seeded, JSON.stringify({ shop: shop.name }));
    }
    const { frontDoor, outputs, stack } = desk.stack;
    const addresses: Addresses = {
      deskUrl: desk.deskUrl,
      phoneUrl: `${desk.simulator.url}/phone/`,
      apiDocsUrl: `${meters.url}${apiDocsPath}`,
      apiUrl: desk.apiUrl,
      socketUrl: desk.socketUrl,
      simulatorUrl: desk.simulator.url,
      consoleUrl: meters.url,
      awsUrl: frontDoor.url,
      region: stack.place.region,
      outputs: OperatorOutputs.parse(outputs),
      operator: frontDoor.operatorCredentials,
    };
    claim.publish(addresses);
    return { desk, addresses, ports, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The stack and the pages, side by side; when one of them cannot be made, the others are ended too. */
async function prepare(
  onStep: BringUpOptions["onStep"],
  signal: AbortSignal | undefined,
): Promise<{ readonly assemblyDir: string; readonly pages: DeskPages }> {
  const failed = new AbortController();
  const all = AbortSignal.any([failed.signal, ...(signal === undefined ? [] : [signal])]);
  let told = false;
  const building = (): void => {
    if (!told) onStep("building pages");
    told = true;
  };
  const work = [
    prepareAssembly({ onStep, signal: all }),
    preparePages("desk", { onStep: building, signal: all }),
    preparePages("phone", { onStep: building, signal: all }),
  ] as const;
  try {
    const [assemblyDir, desk, phone] = await Promise.all(work);
    return { assemblyDir, pages: { desk, phone } };
  } catch (error) {
    failed.abort();
    await Promise.allSettled(work);
    throw error;
  }
}

/** Rejects as soon as `signal` is aborted; what `work` then still does ends with the desk. */
async function abortable(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([work, aborted]);
}

/** The last opened first; every one is closed even when another fails. */
async function closeAll(closers: readonly (() => unknown)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const closer of closers.toReversed()) {
    try {
      await closer();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, "the desk did not close cleanly");
}
