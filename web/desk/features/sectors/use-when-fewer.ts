import { useEffect, useRef } from "react";

/** Does something whenever the count, once it is known, becomes less: of what is being removed, when some of it is gone. */
export function useWhenFewer(count: number | undefined, act: () => void): void {
  const last = useRef(0);
  useEffect(() => {
    if (count === undefined) return;
    if (count < last.current) act();
    last.current = count;
    // Only the count matters.
  }, [count]);
}
