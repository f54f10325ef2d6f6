import { type QueryKey, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { directoryKey } from "../directory/directory.ts";

/** One page of a list of the API. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | null;
}

/** A list of the API as far as it was loaded; see {@link useRecords}. */
export interface Records<Item> {
  /** Undefined until the first page came. */
  readonly items: readonly Item[] | undefined;
  readonly error: unknown;
  readonly isFetchingMore: boolean;
  /** Whether there is more than was loaded. */
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly retry: () => void;
}

/** How often is asked how something under way goes on, in milliseconds. */
export const watchedEvery = 10_000;

/**
 * Pages of a list of the API, each asked for with the cursor of the one before. The key is kept apart from that of plain queries.
 * While an item is one that `watch` says of, such as one that is being removed, the list is asked for again and again.
 */
export function useRecords<Item>(
  queryKey: QueryKey,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
  watch: (item: Item) => boolean = () => false,
): Records<Item> {
  const query = useInfiniteQuery({
    queryKey: ["records", ...queryKey],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    getNextPageParam: ({ cursor }) => cursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(watch)) === true ? watchedEvery : false,
  });
  return {
    items: query.data?.pages.flatMap(({ items }) => items),
    error: query.error,
    isFetchingMore: query.isFetchingNextPage,
    hasMore: query.hasNextPage,
    more: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

/** What the API remembers of the set-up is older than a change after the first of these milliseconds, its names of people after the second. */
const remembered = [6_000, 31_000] as const;

/** Has everything asked for again that was kept under one of the names, wherever it is in the key: after a change. */
export function useRefresh(): (...names: readonly string[]) => void {
  const queries = useQueryClient();
  const again = (names: readonly string[]): void =>
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => queryKey.some((part) => typeof part === "string" && names.includes(part)),
    });
  return (...names) => {
    again(names);
    // The directory may be answered as it was before the change, and counts for minutes.
    const [directory] = directoryKey;
    if (names.includes(directory)) for (const after of remembered) setTimeout(again, after, [directory]);
  };
}
