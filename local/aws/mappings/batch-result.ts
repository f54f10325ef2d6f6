import * as z from "zod";
import type { InvokeResult } from "../host/types.ts";

const response = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().nullish() })).nullish() })
  .nullish();

/**
 * The identifiers a batch failed with: none when all went well, `"all"` when the call failed, or when it reports
 * failures in a way that cannot be told apart (a malformed answer, an empty or an unknown identifier).
 */
export function failedItems(
  result: InvokeResult,
  reports: boolean,
  identifiers: readonly string[],
): "all" | ReadonlySet<string> {
  if (!result.ok) return "all";
  if (!reports) return new Set();
  const parsed = response.safeParse(JSON.parse(result.payload));
  if (!parsed.success) return "all";
  const known = new Set(identifiers);
  const failed = new Set<string>();
  for (const { itemIdentifier } of parsed.data?.batchItemFailures ?? []) {
    if (itemIdentifier === null || itemIdentifier === undefined || !known.has(itemIdentifier)) return "all";
    failed.add(itemIdentifier);
  }
  return failed;
}
