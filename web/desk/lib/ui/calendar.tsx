import "@mantine/dates/styles.layer.css";
import { DatesProvider } from "@mantine/dates";
import es from "dayjs/locale/es.js";
import ptBr from "dayjs/locale/pt-br.js";
import type { ReactNode } from "react";
import type { Locale } from "../../../../shared/contracts/values.ts";
import { useLocale } from "../i18n/hooks.ts";

/** The calendar's words in each language. */
const calendars = { "pt-BR": ptBr.name, en: "en", es: es.name } as const satisfies Record<Locale, string>;

/** Calendars within speak the desk's language and begin their weeks as its speakers do. */
export function CalendarWords({ children }: { readonly children: ReactNode }) {
  const locale = useLocale();
  return (
    <DatesProvider settings={{ locale: calendars[locale], firstDayOfWeek: locale === "es" ? 1 : 0 }}>
      {children}
    </DatesProvider>
  );
}
