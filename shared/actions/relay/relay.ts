import type { Clock, Log, Sockets, WorkQueue } from "../../ports/ports.ts";
import { type Effect, type TableChange, effectsOf } from "./plan.ts";
import type { Store } from "../../ports/store.ts";
import { audience } from "./audience.ts";
import { pushAll } from "../sockets/push.ts";

export interface RelayDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly routing: WorkQueue<"routing">;
  readonly outbound: WorkQueue<"outbound">;
  readonly sockets: Sockets;
  readonly log: Log;
}

/**
 * Carries changes of the table to the rest of the desk: routing and sending first, because those must not be lost (an
 * error here has the whole batch told again, and every message has an id of its own), then the sockets, which may be:
 * a client asks the timeline for what it missed.
 */
export async function relay(deps: RelayDeps, changes: readonly TableChange[]): Promise<void> {
  const effects = changes.flatMap(effectsOf);
  await Promise.all([sendRouting(deps, effects), sendOutbound(deps, effects)]);
  await pushAll(deps, await audience(deps, effects));
}

/** One job a queue is enough for a batch: it serves the whole line. The last change names it. */
async function sendRouting(deps: RelayDeps, effects: readonly Effect[]): Promise<void> {
  const last = new Map<string, Effect & { kind: "route" }>();
  for (const effect of effects) if (effect.kind === "route") last.set(effect.queueId, effect);
  if (last.size === 0) return;
  await deps.routing.send(
    [...last.values()].map(({ queueId, id }) => ({ body: { v: 1, queueId }, group: queueId, id })),
  );
}

async function sendOutbound(deps: RelayDeps, effects: readonly Effect[]): Promise<void> {
  const jobs = effects
    .filter((effect) => effect.kind === "send")
    .map(({ ticketId, number }) => ({
      body: { v: 1 as const, ticketId, number },
      group: ticketId,
      id: `${ticketId}-${number}`,
    }));
  if (jobs.length > 0) await deps.outbound.send(jobs);
}
