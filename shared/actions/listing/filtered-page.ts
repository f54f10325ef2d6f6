import type { Key } from "../../contracts/stored/keys.ts";
import type { Shape } from "../../contracts/stored/shape.ts";
import type { Store } from "../../ports/store.ts";

/** How many items are looked at in one request. */
const atOnce = 200;

/**
 * A page of those items of a partition that `shows` picks, in order of sort key, strictly after `after`. `next` is the sort key of
 * the last one looked at, to continue behind, or undefined when nothing follows.
 */
export async function filteredPage<Value>(
  store: Store,
  shape: Shape<Value>,
  query: {
    readonly pk: string;
    readonly prefix: string;
    readonly after: string | undefined;
    readonly limit: number;
  },
  shows: (value: Value) => boolean,
): Promise<{ readonly items: Value[]; readonly next: string | undefined }> {
  const { pk, prefix, limit } = query;
  const sortKey = (value: Value): Key["sk"] => shape.key(value).sk;
  const items: Value[] = [];
  let after = query.after;
  for (;;) {
    const page = await store.query(shape, {
      ...{ pk, prefix, limit: atOnce },
      ...(after === undefined ? {} : { after }),
    });
    for (const [at, value] of page.items.entries()) {
      if (shows(value)) items.push(value);
      if (items.length < limit) continue;
      const more = at + 1 < page.items.length || page.next !== undefined;
      return { items, next: more ? sortKey(value) : undefined };
    }
    after = page.next;
    if (after === undefined) return { items, next: undefined };
  }
}
