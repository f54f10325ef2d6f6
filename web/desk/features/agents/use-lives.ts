import { useQueries } from "@tanstack/react-query";
import type { AgentId } from "../../../../shared/contracts/ids.ts";
import { type Live, livesOf } from "./live.ts";
import type { Agent } from "./agents.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";

/** How often it is asked how people are, in milliseconds. */
const every = 30_000;

/** How the people of a list are now, by the queues they serve; who serves none is not in it. */
export function useLives(agents: readonly Agent[] | undefined): ReadonlyMap<AgentId, Live> {
  const { call } = useDesk();
  const { data } = useDirectory();
  const served = new Set((agents ?? []).filter(({ active }) => active).flatMap(({ queueIds }) => queueIds));
  const queues = (data?.queues ?? []).filter(({ id }) => served.has(id));
  const answers = useQueries({
    queries: queues.map(({ id: queueId }) => ({
      queryKey: ["queue-agents", queueId],
      refetchInterval: every,
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await call("listQueueAgents", { params: { queueId } }, { signal })).items,
    })),
  });
  const lives = livesOf(queues, new Map(queues.map(({ id }, index) => [id, answers[index]?.data ?? []])));
  if (queues.length === 0 || answers.some(({ data: told }) => told === undefined)) return lives;
  // Whom no queue tells of, though they serve one, was never there.
  const away = (agents ?? []).filter(({ queueIds }) => queueIds.length > 0);
  return new Map([...away.map(({ id }) => [id, { status: "offline", load: 0 }] as const), ...lives]);
}
