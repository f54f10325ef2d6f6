import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useDesk } from "../../lib/desk/context.ts";

const queryKey = ["authenticator"] as const;

/** Whether signing in asks the person for a code. Asked anew each time it is shown: it may have changed on another device. */
export function useAuthenticator(): UseQueryResult<{ readonly on: boolean }> {
  const { call } = useDesk();
  return useQuery({ queryKey, queryFn: ({ signal }) => call("myMfa", {}, { signal }), staleTime: 0 });
}

/** Says that it was turned on or off. */
export function useAuthenticatorIs(): (on: boolean) => void {
  const queries = useQueryClient();
  return (on) => queries.setQueryData(queryKey, { on });
}
