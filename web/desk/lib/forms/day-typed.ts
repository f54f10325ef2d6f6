import type { Locale } from "../../../../shared/contracts/values.ts";

/** How a day is written with digits in each language, in the letters of dayjs. */
export const dayFormats: Readonly<Record<Locale, string>> = {
  "pt-BR": "DD/MM/YYYY",
  en: "MM/DD/YYYY",
  es: "DD/MM/YYYY",
};

/** The day that somebody typed, as `yyyy-mm-dd`; null while it is none yet. A year of two digits is one of this century. */
export function dayTyped(text: string, locale: Locale): string | null {
  const parts = /^\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})\s*$/.exec(text);
  const digits = /^\s*(\d{2})(\d{2})(\d{4})\s*$/.exec(text);
  const [, first, second, written] = parts ?? digits ?? [];
  if (first === undefined || second === undefined || written === undefined) return null;
  const [day, month] = locale === "en" ? [second, first] : [first, second];
  const year = written.length === 2 ? `20${written}` : written;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  // The 31st of April is the 1st of May to some.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? null : iso;
}

/** A day as it is written in a language; what is no day stays as it is. */
export function dayWritten(iso: string, locale: Locale): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso) ?? [];
  if (year === undefined || month === undefined || day === undefined) return iso;
  return locale === "en" ? `${month}/${day}/${year}` : `${day}/${month}/${year}`;
}
