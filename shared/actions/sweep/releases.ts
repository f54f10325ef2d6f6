import type { AgentListing } from "../../contracts/stored/shapes.ts";
import type { Job } from "../../ports/ports.ts";
import type { RoutingJob } from "../../contracts/queue-messages.ts";
import type { Seat } from "../../contracts/organisation.ts";
import { isPresent } from "../../domain/presence.ts";

/**
 * Jobs for people whose seats still tell of them although they are out: not active or removed, but there or holding
 * tickets; removed, but with a seat; signed out, but holding only tickets of before. The job decides anew.
 */
export function forgottenReleases(
  seats: readonly Seat[],
  agents: readonly AgentListing[],
  minute: string,
): readonly Job<RoutingJob>[] {
  const listed = new Map(agents.map((agent) => [agent.agentId, agent]));
  const forgotten = seats
    .filter((seat) => isForgotten(seat, listed.get(seat.agentId)))
    .map((seat) => seat.agentId);
  return [...new Set(forgotten)].map((agentId) => ({
    body: { v: 1, kind: "release", agentId },
    group: agentId,
    id: `sweep-${agentId}-${minute}`,
  }));
}

function isForgotten(seat: Seat, agent: AgentListing | undefined): boolean {
  if (agent === undefined) return true;
  if (agent.active) return seat.load > 0 && seat.lastAssignedAt <= agent.sessionsValidAfter;
  return seat.load > 0 || isPresent(seat.presence);
}
