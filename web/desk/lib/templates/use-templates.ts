import { useQuery } from "@tanstack/react-query";
import type { ChannelId } from "../../../../shared/contracts/ids.ts";
import { useDesk } from "../desk/context.ts";

/** Meta decides on templates seldom, and is asked anew by every request. */
const staleTime = 10 * 60_000;

/** The approved templates of a channel, for who may send them; nothing is asked while there is no channel. */
export function useTemplates(channelId: ChannelId | null) {
  const { call, me } = useDesk();
  return useQuery({
    queryKey: ["templates", channelId],
    staleTime,
    enabled: channelId !== null && me.agent.role !== "viewer",
    queryFn: async ({ signal }) =>
      channelId === null ? [] : (await call("listTemplates", { params: { channelId } }, { signal })).items,
  });
}
