import type { Time } from "../../../../shared/contracts/values.ts";

const day = 86_400_000;

/** So many days from now. */
export const inDays = (days: number, now: number): Time => new Date(now + days * day).toISOString() as Time;

/** The end of a day of the browser's calendar, `yyyy-mm-dd`; empty, which no contract takes, for what is no day. */
export function endOf(chosen: string): Time {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(chosen);
  if (match === null) return "" as Time;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return new Date(year, month - 1, date + 1).toISOString() as Time;
}
