import { useQuery } from "@tanstack/react-query";
import { isAdmin } from "./may.ts";
import { useDesk } from "../../lib/desk/context.ts";

/** The zone of the business, for new hours; the browser's while it is not known, and for who may not ask. */
export function useBusinessZone(): string {
  const { call, me } = useDesk();
  const { data } = useQuery({
    queryKey: ["settings"],
    enabled: isAdmin(me),
    queryFn: ({ signal }) => call("getSettings", {}, { signal }),
  });
  return data?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
