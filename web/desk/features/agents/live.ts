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

/**
 * As few queues as tell of everybody: a queue tells all of somebody's presence, and their load in its sector. So of each sector those
 * with most of whom none was asked about yet.
 */
export function queuesToAsk<Queue extends { readonly id: QueueId; readonly sectorId: string }>(
  people: readonly { readonly id: AgentId; readonly queueIds: readonly QueueId[] }[],
  queues: readonly Queue[],
): readonly Queue[] {
  const missing = new Set(
    people.flatMap(({ id, queueIds }) =>
      queues.filter((queue) => queueIds.includes(queue.id)).map(({ sectorId }) => `${sectorId} ${id}`),
    ),
  );
  const toldBy = (queue: Queue): readonly string[] =>
    people
      .filter(({ queueIds }) => queueIds.includes(queue.id))
      .map(({ id }) => `${queue.sectorId} ${id}`)
      .filter((pair) => missing.has(pair));
  const asked: Queue[] = [];
  while (missing.size > 0) {
    const [most] = queues
      .map((queue) => ({ queue, pairs: toldBy(queue) }))
      .toSorted((one, other) => other.pairs.length - one.pairs.length);
    if (most === undefined) break;
    for (const pair of most.pairs) missing.delete(pair);
    asked.push(most.queue);
  }
  return asked;
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
