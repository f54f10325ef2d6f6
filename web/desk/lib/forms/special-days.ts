import type { SpecialDay } from "../../../../shared/contracts/hours.ts";

/** As many special days as the contract takes. */
export const mostSpecialDays = 200;

/** Whether the day is of every year. */
export const isYearly = ({ date }: Pick<SpecialDay, "date">): boolean => /^\d\d-\d\d$/.test(date);

/** The date for every year, or in the given year. A date that was not given yet stays so. */
export function withRhythm(day: SpecialDay, yearly: boolean, year: number): SpecialDay {
  if (isYearly(day) === yearly) return day;
  if (yearly) return { ...day, date: day.date === "" ? "01-01" : day.date.slice(5) };
  return { ...day, date: `${year}-${day.date}` };
}

/** Whether the date is among the days: in its year, or of every year. */
export const isAmong = (days: readonly SpecialDay[], date: string): boolean =>
  days.some((day) => day.date === date || day.date === date.slice(5));

/** The days with those that are not among them yet. */
export const withDays = (days: readonly SpecialDay[], added: readonly SpecialDay[]): SpecialDay[] =>
  inOrder([...days, ...added.filter(({ date }) => !isAmong(days, date))]).slice(0, mostSpecialDays);

/** By the calendar: those of every year first. */
export const inOrder = (days: readonly SpecialDay[]): SpecialDay[] =>
  days.toSorted((a, b) =>
    isYearly(a) === isYearly(b) ? (a.date < b.date ? -1 : a.date > b.date ? 1 : 0) : isYearly(a) ? -1 : 1,
  );
