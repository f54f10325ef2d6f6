import { useQuery } from "@tanstack/react-query";
import type { AnswerOf } from "../../lib/api/types.ts";
import { useDesk } from "../../lib/desk/context.ts";

type PauseReason = AnswerOf<"listPauseReasons">["items"][number];

const none: readonly PauseReason[] = [];

/** The reasons for which people pause, once somebody wants to know. */
export function usePauseReasons(wanted: boolean): readonly PauseReason[] {
  const { call } = useDesk();
  const { data } = useQuery({
    queryKey: ["pause-reasons", "names"],
    enabled: wanted,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) =>
      (await call("listPauseReasons", { query: { limit: 100 } }, { signal })).items,
  });
  return data ?? none;
}
