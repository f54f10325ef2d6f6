import type { Fault, FaultEffect } from "../../../local/aws/front-door/faults.ts";
import type { AwsCall } from "../../../local/aws/types.ts";
import type { FunctionName } from "../../../shared/contracts/functions.ts";
import type { Scene } from "./scene.ts";
import { until } from "./until.ts";

/** A failure in force. */
export interface Armed {
  /** How many calls it has hit. */
  hits(): number;
  stop(): void;
}

/** Whether a call is this function's. */
const isBy = (scene: Scene, name: FunctionName): ((call: AwsCall) => boolean) => {
  const id = scene.functionId(name);
  return ({ caller }) => caller.kind === "role" && caller.functionId === id;
};

/** Lets calls of a function fail, where `fits` says so, until it is stopped or has struck `times`. */
export function failCalls(
  scene: Scene,
  name: FunctionName,
  effect: FaultEffect,
  fits: (call: AwsCall) => boolean,
  times = Number.POSITIVE_INFINITY,
): Armed {
  const own = isBy(scene, name);
  let hits = 0;
  const when = (call: AwsCall): boolean => {
    const hit = own(call) && fits(call);
    if (hit) hits += 1;
    return hit;
  };
  const fault: Fault = { ...effect, when, ...(times === Number.POSITIVE_INFINITY ? {} : { times }) };
  return { hits: () => hits, stop: scene.stack.frontDoor.faults.add(fault) };
}

/** A function whose calls are kept back. */
export interface Held {
  /** The first call that is kept back. Wait for it: what the function read, it read before. */
  readonly first: Promise<AwsCall>;
  /** Resolves once so many calls were kept back. */
  reach(count: number): Promise<unknown>;
  /** Lets go of them all, and of those that come. */
  release(): void;
}

/** Keeps back a function's transactions, where `fits` says so, until they are released: others act between its choice and its commit. */
export function holdCommits(scene: Scene, name: FunctionName, fits: (body: string) => boolean): Held {
  const own = isBy(scene, name);
  const { promise: released, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: first, resolve: arrive } = Promise.withResolvers<AwsCall>();
  let held = 0;
  const when = (call: AwsCall): boolean => {
    if (!own(call) || call.operation !== "TransactWriteItems" || !fits(call.body.toString("utf8")))
      return false;
    held += 1;
    arrive(call);
    return true;
  };
  const stop = scene.stack.frontDoor.faults.add({ effect: "hold", until: released, when });
  const release = (): void => {
    stop();
    letGo();
  };
  const reach = (count: number) => until(`${count} calls of ${name} are kept back`, () => held >= count);
  return { first, reach, release };
}

/** An error that no client tries again by itself, and that may be gone the next time: somebody spoilt a policy. */
export const refused: FaultEffect = { effect: "error", code: "AccessDeniedException", status: 400 };

/** Kills the sandbox that made the next fitting call, once the call took effect and before its answer arrives. Once. */
export function killAfter(scene: Scene, name: FunctionName, operation: string): Armed {
  const own = isBy(scene, name);
  let hits = 0;
  const stop = scene.stack.frontDoor.onCall(({ call }) => {
    if (hits > 0 || !own(call) || call.operation !== operation) return;
    if (scene.stack.host.killSandbox(call.headers["x-amz-security-token"] ?? "")) hits += 1;
  });
  return { hits: () => hits, stop };
}
