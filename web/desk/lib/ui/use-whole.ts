import { useEffect } from "react";
import type { Records } from "./use-records.ts";

/** While `wanted`, has page after page loaded: a page filters what was loaded, because the API's list has no such filter. */
export function useWhole(
  {
    hasMore,
    isFetchingMore,
    error,
    more,
  }: Pick<Records<unknown>, "hasMore" | "isFetchingMore" | "error" | "more">,
  wanted: boolean,
): void {
  useEffect(() => {
    if (wanted && hasMore && !isFetchingMore && error === null) more();
  }, [wanted, hasMore, isFetchingMore, error, more]);
}
