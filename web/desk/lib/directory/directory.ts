import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { AgentId, ChannelId, QueueId, SectorId, TagId } from "../../../../shared/contracts/ids.ts";
import type { AnswerOf } from "../api/types.ts";
import { useDesk } from "../desk/context.ts";

/** Names of all that is set up and of everybody, and what a screen needs to offer what is possible. */
export type Directory = AnswerOf<"getDirectory">;
export type Tag = Directory["tags"][number];
export type Queue = Directory["queues"][number];
export type Sector = Directory["sectors"][number];
export type Channel = Directory["channels"][number];

/** Under this key the directory is kept; who changes the set-up invalidates it. */
export const directoryKey = ["directory"] as const;

/** What is set up changes seldom: it counts for five minutes. */
const staleTime = 5 * 60_000;

/** The directory, asked for once for all who look at it. */
export function useDirectory() {
  const { call } = useDesk();
  return useQuery({
    queryKey: directoryKey,
    staleTime,
    queryFn: async ({ signal }) => call("getDirectory", {}, { signal }),
  });
}

/** The zone of the business, in which new hours begin; the browser's while it is not known. */
export const useBusinessZone = (): string =>
  useDirectory().data?.business.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Names by id; undefined while the directory is not there, and for what is not in it any more. */
export interface Names {
  sector(id: SectorId): string | undefined;
  queue(id: QueueId): string | undefined;
  tag(id: TagId): string | undefined;
  channel(id: ChannelId): string | undefined;
  agent(id: AgentId): string | undefined;
}

/** Gives names by id. The object changes only when the directory does. */
export function useNames(): Names {
  const { data } = useDirectory();
  return useMemo(() => namesOf(data), [data]);
}

function namesOf(directory: Directory | undefined): Names {
  const byId = (items: readonly { readonly id: string; readonly name: string }[] = []) => {
    const names = new Map(items.map(({ id, name }) => [id, name]));
    return (id: string): string | undefined => names.get(id);
  };
  return {
    sector: byId(directory?.sectors),
    queue: byId(directory?.queues),
    tag: byId(directory?.tags),
    channel: byId(directory?.channels),
    agent: byId(directory?.agents),
  };
}

/** The tags of a sector; none while there is no sector. */
export function useTags(sectorId: SectorId | null): {
  readonly data: readonly Tag[] | undefined;
  readonly isPending: boolean;
} {
  const { data, isPending } = useDirectory();
  const tags = useMemo(() => data?.tags.filter((tag) => tag.sectorId === sectorId), [data, sectorId]);
  return { data: tags, isPending };
}
