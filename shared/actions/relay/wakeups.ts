import type { Clock, Job, WorkQueue } from "../../ports/ports.ts";
import type { AgentId } from "../../contracts/ids.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Effect } from "./plan.ts";
import type { WakeupJob } from "../../contracts/queue-messages.ts";

interface WakeupDeps {
  readonly clock: Clock;
  readonly configuration: Configuration;
  readonly wakeups: WorkQueue<"wakeups">;
}

/** The longest that a queue keeps a message back, in seconds. */
const longestDelay = 900;

/**
 * Asks that things are looked at once a time has passed, a second late, because clocks differ: whether people whose sockets ended
 * are still there, one job a person after their last one; and lines in which a ticket waits for one agent.
 */
export async function sendWakeups(deps: WakeupDeps, effects: readonly Effect[]): Promise<void> {
  const jobs = [...(await departures(deps, effects)), ...preferences(deps, effects)];
  if (jobs.length > 0) await deps.wakeups.send(jobs);
}

async function departures(
  { clock, configuration }: WakeupDeps,
  effects: readonly Effect[],
): Promise<readonly Job<WakeupJob>[]> {
  const ended = new Map<AgentId, string>();
  for (const effect of effects) if (effect.kind === "socket-ended") ended.set(effect.agentId, effect.id);
  if (ended.size === 0) return [];
  const { offlineGraceSeconds } = await configuration.settings();
  const at = clock.now();
  return [...ended].map(([agentId, id]) => ({
    body: { v: 1, kind: "presence", agentId, at },
    group: agentId,
    id: `${id}-${agentId}`,
    delaySeconds: offlineGraceSeconds + 1,
  }));
}

function preferences({ clock }: WakeupDeps, effects: readonly Effect[]): readonly Job<WakeupJob>[] {
  const now = Date.parse(clock.now());
  return effects.flatMap((effect): readonly Job<WakeupJob>[] => {
    if (effect.kind !== "prefer") return [];
    const { queueId, until, id } = effect;
    const left = Math.ceil((Date.parse(until) - now) / 1_000) + 1;
    const delaySeconds = Math.min(Math.max(left, 0), longestDelay);
    return [{ body: { v: 1, kind: "preference", queueId }, group: queueId, id, delaySeconds }];
  });
}
