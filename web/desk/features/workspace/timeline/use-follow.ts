import { useCallback, useRef } from "react";
import type { Row } from "./rows.ts";

/**
 * Says whether the lines follow when there are more of them: where the person is at the newest one, or sent one themselves. Older lines
 * that came above are not followed; the list of lines takes them for new ones while it is scrolling to a place.
 */
export function useFollow(rows: readonly Row[]): (atBottom: boolean) => "auto" | false {
  const last = rows.at(-1);
  const latest = useRef(last);
  latest.current = last;
  const followed = useRef(last?.key);
  return useCallback((atBottom) => {
    const isNew = latest.current?.key !== followed.current;
    followed.current = latest.current?.key;
    return isNew && (atBottom || latest.current?.kind === "send") ? "auto" : false;
  }, []);
}
