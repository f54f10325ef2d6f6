import { useMemo } from "react";
import type { Weekday } from "../../../../shared/contracts/hours.ts";
import { daysFromMonday } from "./week.ts";
import { useLocale } from "../i18n/hooks.ts";

/** A Monday. */
const monday = Date.UTC(2024, 0, 1);

/** The names of the days in the person's language, as they begin a line. */
export function useDayNames(): (day: Weekday) => string {
  const locale = useLocale();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
    return (day) => {
      const name = format.format(monday + daysFromMonday.indexOf(day) * 86_400_000);
      return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
    };
  }, [locale]);
}
