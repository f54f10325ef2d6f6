const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A duration of a set-up file, such as `15m`, in seconds. */
export function secondsOf<Duration extends number | string | null>(
  duration: Duration,
): Duration extends null ? null : number;
export function secondsOf(duration: number | string | null): number | null {
  if (typeof duration !== "string") return duration;
  return Number(duration.slice(0, -1)) * (unitSeconds[duration.slice(-1)] ?? 1);
}

/** Seconds as a set-up file would say them, in the largest unit that is exact. */
export function durationText(seconds: number): string {
  const [unit, length] = Object.entries(unitSeconds)
    .toReversed()
    .find(([, each]) => seconds % each === 0) ?? ["s", 1];
  return `${seconds / length}${unit}`;
}
