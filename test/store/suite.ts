import type { Opened } from "./support/things.ts";
import { commitsSuite } from "./suite/commits.ts";
import { conditionsSuite } from "./suite/conditions.ts";
import { createBench } from "./support/bench.ts";
import { indexesSuite } from "./suite/indexes.ts";
import { putsSuite } from "./suite/puts.ts";
import { readsSuite } from "./suite/reads.ts";

/** What every store does. `open` may give the same store again and again: each test has a partition of its own. */
export const storeSuite = (open: () => Opened): void => {
  const bench = createBench(open);
  putsSuite(bench);
  conditionsSuite(bench);
  commitsSuite(bench);
  readsSuite(bench);
  indexesSuite(bench);
};
