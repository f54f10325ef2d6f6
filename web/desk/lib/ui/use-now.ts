import { useEffect, useState } from "react";
import type { Clock } from "../time/clock.ts";

/** The time, again every `every` milliseconds: for countdowns and timers. */
export function useNow(clock: Clock, every: number): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const id = setInterval(() => setNow(clock()), every);
    return () => clearInterval(id);
  }, [clock, every]);
  return now;
}
