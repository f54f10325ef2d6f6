import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Known, nextTowards, withPresences } from "./rules.ts";
import type { Channel } from "../directory/directory.ts";
import type { ChannelId } from "../../../../shared/contracts/ids.ts";
import type { RequestOf } from "../api/types.ts";
import { presenceKey } from "./use-presence.ts";
import { useDesk } from "../desk/context.ts";

/** What is asked of a person's presence. */
export type Wish = RequestOf<"setPresence">["body"];

/** Where: on one channel, or on each of several. */
export type Where = { readonly channelId: ChannelId } | { readonly channels: readonly Channel[] };

/** Changes the person's own presence; answers the channels that changed, those it was not asked about included. */
export function useChangePresence() {
  const { call } = useDesk();
  const queries = useQueryClient();
  const ask = async (channelId: ChannelId, wish: Wish): Promise<Known> => {
    const { items } = await call("setPresence", { params: { channelId }, body: wish });
    queries.setQueryData<Known>(presenceKey, (known) => known && withPresences(known, items));
    return items;
  };
  return useMutation({
    mutationFn: async ({ wish, where }: { readonly wish: Wish; readonly where: Where }): Promise<Known> => {
      if ("channelId" in where) return ask(where.channelId, wish);
      let touched: Known = [];
      // Each request settles a channel at least, whatever another tab asks for meanwhile.
      for (let left = where.channels.length * 2; left > 0; left -= 1) {
        const known = queries.getQueryData<Known>(presenceKey) ?? [];
        const next = nextTowards(wish.status, known, where.channels);
        if (next === null) break;
        touched = withPresences(touched, await ask(next, wish));
      }
      return touched;
    },
    // It may have taken effect, or somebody else changed it.
    onError: () => queries.invalidateQueries({ queryKey: presenceKey }),
  });
}
