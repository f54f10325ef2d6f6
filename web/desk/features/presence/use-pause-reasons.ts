import { useQuery } from "@tanstack/react-query";
import { useDesk } from "../../lib/desk/context.ts";

/** The reasons for which people pause, asked for while somebody needs them. */
export function usePauseReasons() {
  const { call } = useDesk();
  return useQuery({
    queryKey: ["pause-reasons", "choice"],
    queryFn: async ({ signal }) =>
      (await call("listPauseReasons", { query: { limit: 100 } }, { signal })).items,
  });
}
