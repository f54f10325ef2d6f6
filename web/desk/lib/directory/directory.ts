import { useQueries, useQuery } from "@tanstack/react-query";
import type { QueueId, SectorId } from "../../../../shared/contracts/ids.ts";
import type { AnswerOf } from "../api/types.ts";
import { useDesk } from "../desk/context.ts";

type Queue = AnswerOf<"listQueues">["items"][number];
export type Tag = AnswerOf<"listTags">["items"][number];

/** What is set up changes seldom: it counts for five minutes. */
const staleTime = 5 * 60_000;

/** The sectors that the person manages, reads or serves. */
export function useSectors() {
  const { call } = useDesk();
  return useQuery({
    queryKey: ["sectors"],
    staleTime,
    queryFn: async ({ signal }) => (await call("listSectors", { query: { limit: 100 } }, { signal })).items,
  });
}

/** The tags of a sector; none is asked for while there is no sector. */
export function useTags(sectorId: SectorId | null) {
  const { call } = useDesk();
  return useQuery({
    queryKey: ["tags", sectorId],
    staleTime,
    enabled: sectorId !== null,
    queryFn: async ({ signal }) => {
      if (sectorId === null) return [];
      return (await call("listTags", { params: { sectorId }, query: { limit: 100 } }, { signal })).items;
    },
  });
}

/** Gives the name of a queue of the person's sectors; undefined while it is not known. */
export function useQueueName(): (queueId: QueueId) => string | undefined {
  const { call, me } = useDesk();
  return useQueries({
    queries: me.sectors.map(({ id: sectorId }) => ({
      queryKey: ["queues", sectorId],
      staleTime,
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await call("listQueues", { params: { sectorId }, query: { limit: 100 } }, { signal })).items,
    })),
    combine: nameIn,
  });
}

const nameIn =
  (results: readonly { readonly data: readonly Queue[] | undefined }[]) =>
  (queueId: QueueId): string | undefined =>
    results.flatMap(({ data }) => data ?? []).find(({ id }) => id === queueId)?.name;
