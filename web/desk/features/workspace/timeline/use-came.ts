import { useMemo, useState } from "react";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";

/** How many messages of the contact came since the person last was at the newest line. */
export function useCame(shown: readonly Entry[], atBottom: boolean): number {
  const last = shown.at(-1)?.number ?? 0;
  const [seen, setSeen] = useState(last);
  // Set while drawing, so that no picture shows a count of what is in sight.
  if (atBottom && seen !== last) setSeen(last);
  return useMemo(() => {
    let count = 0;
    for (let index = shown.length - 1; index >= 0; index -= 1) {
      const entry = shown[index];
      if (entry === undefined || entry.number <= seen) break;
      if (entry.type === "message" && entry.direction === "in") count += 1;
    }
    return count;
  }, [shown, seen]);
}
