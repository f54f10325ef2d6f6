import type { AwsCall } from "../types.ts";

/** What a fault does to the call it hits. */
export type FaultEffect =
  /** The service's own throttling error; the engine is not called. */
  | { readonly effect: "throttle" }
  /** Waits `ms` of the clock, then goes on. */
  | { readonly effect: "delay"; readonly ms: number }
  /** Waits until this is settled, then goes on. */
  | { readonly effect: "hold"; readonly until: Promise<unknown> }
  /** The connection is cut and the engine never sees the call. */
  | { readonly effect: "cut-before" }
  /** The engine executes the call, but the connection is cut before its answer. */
  | { readonly effect: "cut-after" }
  /** The service answers this error; the engine is not called. */
  | { readonly effect: "error"; readonly code: string; readonly status: number; readonly message?: string };

/** A failure to inject. */
export type Fault = FaultEffect & {
  /** Whether to hit this call. `n` counts the calls of its function since the fault was added, from 0. */
  readonly when: (call: AwsCall, n: number) => boolean;
  /** How often it may strike; without end when left out. */
  readonly times?: number;
};

/** The faults in force. */
export interface Faults {
  /** Adds a fault; the returned function takes it away again. */
  add(fault: Fault): () => void;
  /** The effects that hit this call, in the order the faults were added. Counts the call, so ask once per call. */
  strike(call: AwsCall): readonly FaultEffect[];
}

/** No faults yet. */
export function createFaults(): Faults {
  const active = new Set<{ fault: Fault; left: number; counts: Map<string, number> }>();
  return {
    add(fault) {
      const entry = {
        fault,
        left: fault.times ?? Number.POSITIVE_INFINITY,
        counts: new Map<string, number>(),
      };
      active.add(entry);
      return () => void active.delete(entry);
    },
    strike(call) {
      if (active.size === 0) return [];
      const caller = call.caller.kind === "role" ? call.caller.functionId : call.caller.kind;
      const effects: FaultEffect[] = [];
      for (const entry of active) {
        const n = entry.counts.get(caller) ?? 0;
        entry.counts.set(caller, n + 1);
        if (!entry.fault.when(call, n)) continue;
        effects.push(entry.fault);
        entry.left -= 1;
        if (entry.left <= 0) active.delete(entry);
      }
      return effects;
    },
  };
}
