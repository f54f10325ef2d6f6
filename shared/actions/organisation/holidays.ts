import type { SpecialDay } from "../../contracts/hours.ts";
import { brazilianHolidays } from "../../domain/holidays.ts";

/** National holidays of a year, as closed special days to choose from, in order. */
export const listHolidays = ({ year }: { readonly country: "BR"; readonly year: number }): SpecialDay[] =>
  brazilianHolidays(year);
