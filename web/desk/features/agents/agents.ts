import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { AgentId } from "../../../../shared/contracts/ids.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import { directoryKey } from "../../lib/directory/directory.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useRefresh } from "../../lib/ui/use-records.ts";

/** A person of the list. */
export type Agent = AnswerOf<"listAgents">["items"][number];
/** A person whole. */
export type AgentDetail = AnswerOf<"getAgent">;

/** Under this name the list of people is kept. */
export const agentsKey = "agents";

const agentKey = (agentId: AgentId) => ["agent", agentId] as const;

/** How often a person's page asks how they are, in milliseconds. */
const every = 15_000;

/** A person whole, asked for again while the page is looked at. */
export function useAgent(agentId: AgentId) {
  const { call } = useDesk();
  return useQuery({
    queryKey: agentKey(agentId),
    refetchInterval: every,
    queryFn: async ({ signal }) => call("getAgent", { params: { agentId } }, { signal }),
  });
}

/**
 * What is told of people elsewhere: sectors have their managers' ids and queues their agents', and the version of either is raised
 * by a change of the person.
 */
const concerned = [agentsKey, "sector", "sectors", "queue", "queues", "queue-agents", ...directoryKey];

/** Makes lists, names, sectors, queues and the person's page ask again, once something about somebody was changed. */
export function useAgentChanged(): (agentId: AgentId) => Promise<void> {
  const queries = useQueryClient();
  const refresh = useRefresh();
  return async (agentId) => {
    refresh(...concerned);
    await queries.invalidateQueries({ queryKey: agentKey(agentId) });
  };
}

/** Forgets somebody who is not there any more. */
export function useAgentGone(): (agentId: AgentId) => void {
  const queries = useQueryClient();
  const refresh = useRefresh();
  return (agentId) => {
    queries.removeQueries({ queryKey: agentKey(agentId) });
    refresh(...concerned);
  };
}
