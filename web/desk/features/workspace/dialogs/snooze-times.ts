/** Times that are offered for a snooze, in the order of the clock. */
export const presetNames = ["today", "tomorrow", "monday", "week"] as const;
export type PresetName = (typeof presetNames)[number];

export interface Preset {
  readonly name: PresetName;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const [hour, halfHour] = [3_600_000, 1_800_000];
/** When a day of work begins, and how late "later today" may still be. */
const [morning, evening] = [9, 20];

/**
 * What is offered at `now`, in the machine's zone: three hours from now while that is still today's day of work, tomorrow morning, the
 * morning of next Monday, and of this weekday next week. None of them twice.
 */
export function presetsAt(now: number): readonly Preset[] {
  const later = Math.ceil((now + 3 * hour) / halfHour) * halfHour;
  const isToday = dayOf(later) === dayOf(now) && new Date(later).getHours() < evening;
  const weekday = new Date(now).getDay();
  const all: readonly Preset[] = [
    ...(isToday ? [{ name: "today", at: later } as const] : []),
    { name: "tomorrow", at: morningIn(now, 1) },
    { name: "monday", at: morningIn(now, (8 - weekday) % 7 || 7) },
    { name: "week", at: morningIn(now, 7) },
  ];
  return all.filter((it, index) => all.findIndex(({ at }) => at === it.at) === index);
}

/** The day as forms write it, `yyyy-mm-dd`, in the machine's zone. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The hour as forms write it, `hh:mm`, in the machine's zone. */
export function hourOf(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant of a day and an hour in the machine's zone; null while either is incomplete. */
export function instantOf(day: string | null, time: string): number | null {
  if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}$/.test(time)) return null;
  const at = new Date(`${day}T${time}:00`).getTime();
  return Number.isNaN(at) ? null : at;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** The morning `days` after the day of `now`. */
function morningIn(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, morning).getTime();
}
