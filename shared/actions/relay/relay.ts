import type { AgentId, QueueId } from "../../contracts/ids.ts";
import type { Clock, Job, Log, Schedules, Sockets, WorkQueue } from "../../ports/ports.ts";
import { type Effect, type TableChange, effectsOf } from "./plan.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { RoutingJob, WebhookJob } from "../../contracts/queue-messages.ts";
import type { Store } from "../../ports/store.ts";
import { audience } from "./audience.ts";
import { endSockets } from "../sockets/end-sockets.ts";
import { holds } from "../sessions/actor.ts";
import { keepSchedules } from "./schedules.ts";
import { keepTimers } from "../timers/keep-timers.ts";
import { planCallbacks } from "../webhooks/callbacks.ts";
import { planWebhooks } from "../webhooks/plan.ts";
import { removeVacantSeat } from "../organisation/vacant-seat.ts";
import { pushAll } from "../sockets/push.ts";
import { sendWakeups } from "./wakeups.ts";

export interface RelayDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly routing: WorkQueue<"routing">;
  readonly outbound: WorkQueue<"outbound">;
  readonly webhooks: WorkQueue<"webhooks">;
  readonly wakeups: WorkQueue<"wakeups">;
  readonly schedules: Schedules;
  readonly configuration: Configuration;
  readonly sockets: Sockets;
  readonly log: Log;
}

/**
 * Carries changes of the table to the rest of the desk: routing, sending, webhooks and timers first, because those must not be lost
 * (an error here has the whole batch told again, and every message has an id of its own), then the sockets, which may be:
 * a client asks the timeline for what it missed.
 */
export async function relay(deps: RelayDeps, changes: readonly TableChange[]): Promise<void> {
  const effects = changes.flatMap(effectsOf);
  await allOf([
    sendRouting(deps, effects),
    sendOutbound(deps, effects),
    sendWebhooks(deps, effects),
    sendWakeups(deps, effects),
    keepSchedules(deps, effects),
    keepTimers(deps, effects),
  ]);
  await endSessions(deps, effects);
  for (const effect of effects) if (effect.kind === "vacant") await removeVacantSeat(deps, effect);
  await pushAll(deps, await audience(deps, effects));
}

/**
 * Waits for all of them, also when one failed, and then throws the first failure: what is under way when a function answers
 * stands still until its next call, and so would all that shares its reading.
 */
async function allOf(tasks: readonly Promise<void>[]): Promise<void> {
  const failure = (await Promise.allSettled(tasks)).find((it) => it.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}

/**
 * One job a queue is enough for a batch: it serves the whole line, and knows whose seats changed; so is one a person. The last
 * change names it.
 */
async function sendRouting(deps: RelayDeps, effects: readonly Effect[]): Promise<void> {
  const jobs = new Map<string, Job<RoutingJob>>();
  const changed = new Map<QueueId, readonly AgentId[]>();
  for (const effect of effects) {
    if (effect.kind === "route") {
      const { queueId, agentId, id } = effect;
      const others = changed.get(queueId) ?? [];
      const agentIds = [...new Set(agentId === undefined ? others : [...others, agentId])];
      changed.set(queueId, agentIds);
      jobs.set(queueId, { body: { v: 1, kind: "serve", queueId, agentIds }, group: queueId, id });
    }
    if (effect.kind === "sessions-ended") {
      const { agentId, id } = effect;
      jobs.set(agentId, { body: { v: 1, kind: "release", agentId }, group: agentId, id: `${id}-${agentId}` });
    }
  }
  if (jobs.size > 0) await deps.routing.send([...jobs.values()]);
}

/** Before anything is pushed: nobody hears of what came after the end of their session. */
async function endSessions(deps: RelayDeps, effects: readonly Effect[]): Promise<void> {
  const ended = effects.filter((effect) => effect.kind === "sessions-ended");
  for (const { agentId, agent } of ended) {
    const goesOn = (beganAt: number): boolean => agent !== undefined && holds(agent, beganAt);
    await endSockets(deps, { agentId, at: agent?.sessionsValidAfter ?? deps.clock.now(), goesOn });
  }
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

async function sendWebhooks(deps: RelayDeps, effects: readonly Effect[]): Promise<void> {
  const jobs = [...(await planWebhooks(deps, effects)), ...(await planCallbacks(deps, effects))];
  const groupOf = (job: WebhookJob): string => (job.event === "callback" ? job.ticketId : job.webhookId);
  if (jobs.length > 0)
    await deps.webhooks.send(jobs.map((body) => ({ body, group: groupOf(body), id: body.id })));
}
