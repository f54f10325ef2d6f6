import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Channel, type Queue, useDirectory } from "../directory/directory.ts";
import { channelsServed, type Known, queuesServed } from "./rules.ts";
import { useDesk } from "../desk/context.ts";

/** Under this key a person's own presence is kept. */
export const presenceKey = ["presence"] as const;

/** A person's presence, and what it is about. */
export interface MyPresence {
  readonly known: Known;
  /** The channels that the person is there for. */
  readonly channels: readonly Channel[];
  /** Every channel there is: a queue may be fed by all of them. */
  readonly every: readonly Channel[];
  /** The queues that the person serves. */
  readonly queues: readonly Queue[];
}

/** The person's presence on the channels they serve; null while it is not known. `error` says why it is not. */
export function usePresence(): {
  readonly mine: MyPresence | null;
  readonly error: unknown;
  readonly reload: () => void;
} {
  const { call, me } = useDesk();
  const directory = useDirectory();
  const presence = useQuery({
    queryKey: presenceKey,
    // The socket tells what changes, and after a break it is asked again.
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<Known> => (await call("myPresence", {}, { signal })).items,
  });
  const mine = useMemo(
    () => mineOf(directory.data, presence.data, me.agent.queueIds),
    [directory.data, presence.data, me.agent.queueIds],
  );
  return {
    mine,
    error: directory.error ?? presence.error,
    reload() {
      if (directory.error !== null) void directory.refetch();
      if (presence.error !== null) void presence.refetch();
    },
  };
}

function mineOf(
  directory: ReturnType<typeof useDirectory>["data"],
  known: Known | undefined,
  queueIds: Parameters<typeof queuesServed>[1],
): MyPresence | null {
  if (directory === undefined || known === undefined) return null;
  const queues = queuesServed(directory.queues, queueIds);
  const every = directory.channels;
  return { known, queues, every, channels: channelsServed(every, queues, known) };
}
