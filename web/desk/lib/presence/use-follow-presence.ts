import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type Known, withPresences } from "./rules.ts";
import { presenceKey } from "./use-presence.ts";
import { useDesk } from "../desk/context.ts";

/**
 * Keeps the person's presence as the socket tells it, and asks for it after a break. `lost` is called where the break was so long
 * that the person became offline everywhere by it. For one component that is always there.
 */
export function useFollowPresence(lost: () => void): void {
  const { listen, connection, agentId, call } = useDesk();
  const queries = useQueryClient();
  const tellLost = useRef(lost);
  tellLost.current = lost;
  useEffect(() => {
    const know = (told: Known): void => {
      queries.setQueryData<Known>(presenceKey, (known) => known && withPresences(known, told));
    };
    const ask = async (): Promise<void> => {
      const before = queries.getQueryData<Known>(presenceKey);
      const { items } = await call("myPresence", {});
      queries.setQueryData<Known>(presenceKey, items);
      if (before !== undefined && isThere(before) && !isThere(items)) tellLost.current();
    };
    const stopListening = listen((message) => {
      if (message.type !== "presence" || message.agentId !== agentId) return;
      const { type: _type, agentId: _agentId, ...told } = message;
      know([told]);
    });
    let wasLive = connection.get() === "live";
    let broke = false;
    const stopWatching = connection.subscribe(() => {
      const isLive = connection.get() === "live";
      if (wasLive && !isLive) broke = true;
      // What could not be asked is asked after the next break, or by the person.
      if (isLive && broke)
        ask().then(
          () => (broke = false),
          () => undefined,
        );
      wasLive = isLive;
    });
    return () => {
      stopListening();
      stopWatching();
    };
  }, [listen, connection, agentId, call, queries]);
}

const isThere = (known: Known): boolean => known.some(({ status }) => status !== "offline");
