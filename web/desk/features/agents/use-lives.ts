import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { AgentId } from "../../../../shared/contracts/ids.ts";
import { type Live, livesOf, queuesToAsk } from "./live.ts";
import type { Agent } from "./agents.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";

/** How often it is asked how people are, in milliseconds: each time, and for each queue where they are many. */
const every = 30_000;
const everyQueue = 3_000;

/** How the people of a list are now, by the queues they serve; who serves none is not in it. */
export function useLives(agents: readonly Agent[] | undefined): ReadonlyMap<AgentId, Live> {
  const { call } = useDesk();
  const { data } = useDirectory();
  const people = useMemo(() => (agents ?? []).filter(({ active }) => active), [agents]);
  const queues = useMemo(() => queuesToAsk(people, data?.queues ?? []), [people, data]);
  const answers = useQueries({
    queries: queues.map(({ id: queueId }) => ({
      queryKey: ["queue-agents", queueId],
      refetchInterval: Math.max(every, queues.length * everyQueue),
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await call("listQueueAgents", { params: { queueId } }, { signal })).items,
    })),
  });
  const told = new Map(queues.map(({ id }, index) => [id, answers[index]?.data]));
  const lives = livesOf(queues, new Map([...told].map(([id, items]) => [id, items ?? []])));
  // Whom none of their queues tells of, though each of them answered, was never there.
  const away = people.filter(({ queueIds }) => {
    const own = queues.filter(({ id }) => queueIds.includes(id));
    return own.length > 0 && own.every(({ id }) => told.get(id) !== undefined);
  });
  return new Map([...away.map(({ id }) => [id, { status: "offline", load: 0 }] as const), ...lives]);
}
