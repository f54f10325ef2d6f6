import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { errorTexts } from "virtual:contracts/errors";
import type { ErrorTexts } from "./error-texts.ts";
import type { ErrorCode } from "../../../../shared/contracts/errors.ts";
import type { Locale } from "../../../../shared/contracts/values.ts";
import { locale, rememberLocale } from "./locale.ts";

/** Loads the words of one language and namespace. */
export type Words = (language: Locale, namespace: string) => Promise<object>;

let errors: Readonly<Partial<Record<ErrorCode, string>>> = {};

/** Begins to speak a language: its common words are there when this resolves. `words` loads every namespace but these. */
export async function startI18n(first: Locale, words: Words): Promise<void> {
  i18next.use(initReactI18next).use({
    type: "backend" as const,
    init: () => undefined,
    read: async (language: string, namespace: string) => words(language as Locale, namespace),
  });
  await Promise.all([
    loadErrors(first),
    i18next.init({
      lng: first,
      fallbackLng: false,
      ns: ["common"],
      defaultNS: "common",
      interpolation: { escapeValue: false },
      returnNull: false,
      react: { useSuspense: true },
    }),
  ]);
  locale.set(first);
  document.documentElement.lang = first;
}

/** Speaks another language from now on, here and the next time. */
export async function changeLocale(chosen: Locale): Promise<void> {
  await loadErrors(chosen);
  await i18next.changeLanguage(chosen);
  rememberLocale(chosen);
  locale.set(chosen);
  document.documentElement.lang = chosen;
}

/** What an error of the API says, in the language of this tab; undefined for a code that this version does not know. */
export const wordsOfError = (code: ErrorCode): string | undefined => errors[code];

async function loadErrors(language: Locale): Promise<void> {
  const texts: ErrorTexts = errorTexts;
  errors = (await texts[language]()).default;
}
