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

/** Makes lists, names and the person's page ask again, once something about somebody was changed. */
export function useAgentChanged(): (agentId: AgentId) => Promise<void> {
  const queries = useQueryClient();
  const refresh = useRefresh();
  return async (agentId) => {
    refresh(agentsKey, ...directoryKey);
    await queries.invalidateQueries({ queryKey: agentKey(agentId) });
  };
}

/** Forgets somebody who is not there any more. */
export function useAgentGone(): (agentId: AgentId) => void {
  const queries = useQueryClient();
  const refresh = useRefresh();
  return (agentId) => {
    queries.removeQueries({ queryKey: agentKey(agentId) });
    refresh(agentsKey, ...directoryKey);
  };
}
