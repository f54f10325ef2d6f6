import type { Locale } from "../../../../shared/contracts/values.ts";
import { createStore } from "../store.ts";

/** The languages of the desk; the first is the default. */
export const locales = ["pt-BR", "en", "es"] as const satisfies readonly Locale[];

/** What each language calls itself. */
export const localeNames: Readonly<Record<Locale, string>> = {
  "pt-BR": "Português",
  en: "English",
  es: "Español",
};

const key = "balcao-locale";

/** The language a person chose, or the first of the browser's that the desk speaks, or Portuguese. */
export function initialLocale(stored: string | null, wanted: readonly string[]): Locale {
  const known = locales.find((it) => it === stored);
  if (known !== undefined) return known;
  for (const tag of wanted) {
    const language = tag.toLowerCase().split("-")[0];
    const found = locales.find((it) => it.toLowerCase().split("-")[0] === language);
    if (found !== undefined) return found;
  }
  return locales[0];
}

/** The language of this tab. */
export const locale = createStore<Locale>(locales[0]);

/** Reads which language to begin with. */
export const readLocale = (): Locale => initialLocale(localStorage.getItem(key), navigator.languages);

/** Remembers a choice for the next time. */
export const rememberLocale = (chosen: Locale): void => localStorage.setItem(key, chosen);
