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

/** The days with those that are not among them yet: a date is there once, of its year or of every year. */
export function withDays(days: readonly SpecialDay[], added: readonly SpecialDay[]): SpecialDay[] {
  const there = new Set(days.map(({ date }) => date));
  const fresh = added.filter(({ date }) => !there.has(date) && !there.has(date.slice(5)));
  return inOrder([...days, ...fresh]).slice(0, mostSpecialDays);
}

/** By the calendar: those of every year first. */
export const inOrder = (days: readonly SpecialDay[]): SpecialDay[] =>
  days.toSorted((a, b) =>
    isYearly(a) === isYearly(b) ? (a.date < b.date ? -1 : a.date > b.date ? 1 : 0) : isYearly(a) ? -1 : 1,
  );
