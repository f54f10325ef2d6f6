import type { AgentId, QueueId } from "../../../../shared/contracts/ids.ts";
import type { AnswerOf } from "../../lib/api/types.ts";

type QueueAgent = AnswerOf<"listQueueAgents">["items"][number];

/** How somebody is at this moment, over all their channels: online on one is online. */
export type LiveStatus = "online" | "paused" | "offline";

/** What is known of somebody at this moment. */
export interface Live {
  readonly status: LiveStatus;
  /** Open tickets, over all sectors. */
  readonly load: number;
}

/** Of several channels, how the person is. */
function statusOf(channels: readonly { readonly status: LiveStatus }[]): LiveStatus {
  if (channels.some(({ status }) => status === "online")) return "online";
  return channels.some(({ status }) => status === "paused") ? "paused" : "offline";
}

/** What the queues tell of their agents, put together: a load is that of a sector and counts once, however many of its queues tell it. */
export function livesOf(
  queues: readonly { readonly id: QueueId; readonly sectorId: string }[],
  told: ReadonlyMap<QueueId, readonly QueueAgent[]>,
): ReadonlyMap<AgentId, Live> {
  const seen = new Map<AgentId, { status: LiveStatus; loads: Map<string, number> }>();
  for (const { id, sectorId } of queues)
    for (const { agentId, channels, load } of told.get(id) ?? []) {
      const { status, loads } = seen.get(agentId) ?? { status: "offline", loads: new Map() };
      loads.set(sectorId, Math.max(loads.get(sectorId) ?? 0, load));
      seen.set(agentId, { status: statusOf([...channels, { status }]), loads });
    }
  return new Map(
    [...seen].map(([agentId, { status, loads }]) => [
      agentId,
      { status, load: [...loads.values()].reduce((sum, load) => sum + load, 0) },
    ]),
  );
}
