import { type RefObject, useEffect, useRef } from "react";
import type { VirtuosoHandle } from "react-virtuoso";

/** Who is at the newest line stays there when the room for the lines changes. Gives the ref of the element around them. */
export function useStickToBottom(
  atBottom: boolean,
  virtuoso: RefObject<VirtuosoHandle | null>,
): RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null);
  const was = useRef(atBottom);
  useEffect(() => {
    was.current = atBottom;
  }, [atBottom]);
  useEffect(() => {
    if (frame.current === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (was.current) virtuoso.current?.scrollToIndex({ index: "LAST", align: "end" });
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [virtuoso]);
  return frame;
}
