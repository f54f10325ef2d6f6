/** A sorted place from which items of a list come. Orders are texts that sort the same across all sources of a list. */
export interface Source<Item> {
  /** Items strictly behind `behind` in the list's direction, or from its beginning, at most `limit`. */
  read(behind: string | undefined, limit: number): Promise<readonly Sorted<Item>[]>;
}

export interface Sorted<Item> {
  readonly order: string;
  readonly item: Item;
}

/**
 * A page of several sorted sources as one sorted list. `next` is the order of the last item, to continue behind, or
 * undefined when nothing follows.
 */
export async function mergedPage<Item>(
  sources: readonly Source<Item>[],
  options: { readonly behind: string | undefined; readonly limit: number; readonly descending: boolean },
): Promise<{ readonly items: readonly Item[]; readonly next: string | undefined }> {
  const { behind, limit, descending } = options;
  const found = await Promise.all(sources.map((source) => source.read(behind, limit + 1)));
  const sign = descending ? -1 : 1;
  const sorted = found.flat().toSorted((a, b) => (a.order < b.order ? -sign : a.order > b.order ? sign : 0));
  const page = sorted.slice(0, limit);
  return {
    items: page.map(({ item }) => item),
    next: sorted.length > limit ? page.at(-1)?.order : undefined,
  };
}
