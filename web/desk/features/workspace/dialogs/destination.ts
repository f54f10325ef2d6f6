import type { AgentId, ChannelId, SectorId } from "../../../../../shared/contracts/ids.ts";
import type { AnswerOf, RequestOf } from "../../../lib/api/types.ts";
import type { ApiError } from "../../../lib/api/error.ts";
import type { PresenceStatus } from "../../../../../shared/contracts/organisation.ts";

type QueueAgent = AnswerOf<"listQueueAgents">["items"][number];

/** An agent of a queue as somebody sees them who wants to send them a ticket. */
export interface AgentNow {
  readonly agentId: AgentId;
  readonly name: string;
  /** On the ticket's channel; of several channels the least there. */
  readonly status: PresenceStatus;
  readonly load: number;
  readonly limit: number;
}

/** Where tickets are sent, as it was chosen. */
export interface Destination {
  readonly to: RequestOf<"transferTicket">["body"]["to"];
  readonly name: string;
  readonly sectorId: SectorId;
  /** Who it is sent to, where it is sent to a person. */
  readonly agent: AgentNow | null;
}

/** What must be agreed to before tickets are sent, or what keeps them from it. */
export interface Terms {
  /** Nobody is there at the moment: they wait. */
  readonly confirm: "unattended" | "paused" | "offline" | null;
  /** The agent has no room: `force` goes over the limit, `refused` is for who may not. */
  readonly room: "force" | "refused" | null;
}

const present: readonly PresenceStatus[] = ["online", "paused", "offline"];

/** The agents of a queue for tickets of these channels: who could take one first, then by load and name. */
export function agentsNow(
  agents: readonly QueueAgent[],
  channelIds: readonly ChannelId[],
  nameOf: (agentId: AgentId) => string | undefined,
): readonly AgentNow[] {
  const statusOn = ({ channels }: QueueAgent, channelId: ChannelId): PresenceStatus =>
    channels.find((it) => it.channelId === channelId)?.status ?? "offline";
  const rank = (it: AgentNow): number => present.indexOf(it.status) * 2 + (it.load < it.limit ? 0 : 1);
  return agents
    .map((agent): AgentNow => {
      const { agentId, load, limit } = agent;
      const worst = Math.max(0, ...channelIds.map((id) => present.indexOf(statusOn(agent, id))));
      return { agentId, load, limit, name: nameOf(agentId) ?? "", status: present[worst] ?? "offline" };
    })
    .sort((a, b) => rank(a) - rank(b) || a.load - b.load || a.name.localeCompare(b.name));
}

/**
 * What sending `count` tickets there needs, as the list of agents tells and as the API answered when it was tried. A room that is
 * known to be full, or too small for all, needs `force`.
 */
export function termsOf(
  destination: Destination,
  mayForce: boolean,
  { count = 1, error = null }: { readonly count?: number; readonly error?: ApiError | null } = {},
): Terms {
  const { agent } = destination;
  const told = error?.code === "AGENT_NOT_AVAILABLE" ? error.details["reason"] : undefined;
  const absent = told === "paused" || told === "offline" ? told : agent?.status;
  const isFull = agent !== null && (agent.load + count > agent.limit || error?.code === "AGENT_AT_LIMIT");
  return {
    confirm:
      absent === "paused" || absent === "offline"
        ? absent
        : error?.code === "QUEUE_UNATTENDED"
          ? "unattended"
          : null,
    room: isFull ? (mayForce ? "force" : "refused") : null,
  };
}

/** Whether an error is only one of the terms, which are told in their own words. */
export const isTerm = (error: ApiError): boolean =>
  error.code === "QUEUE_UNATTENDED" ||
  error.code === "AGENT_AT_LIMIT" ||
  (error.code === "AGENT_NOT_AVAILABLE" &&
    (error.details["reason"] === "paused" || error.details["reason"] === "offline"));
