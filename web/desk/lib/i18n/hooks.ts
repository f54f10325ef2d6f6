import { useTranslation } from "react-i18next";
import { useMemo } from "react";
import type { Locale } from "../../../../shared/contracts/values.ts";
import { ApiError } from "../api/error.ts";
import { locale } from "./locale.ts";
import { timeFormat, type TimeFormat } from "../time/format.ts";
import { useStore } from "../store.ts";
import { wordsOfError } from "./i18n.ts";

const itself = (it: Locale): Locale => it;

/** The language of this tab. */
export const useLocale = (): Locale => useStore(locale, itself);

/** Times in the person's language and the browser's zone. */
export function useTimeFormat(): TimeFormat {
  const language = useLocale();
  return useMemo(() => timeFormat(language), [language]);
}

/** What to tell a person of an error, in their language. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation("common");
  return (error) => {
    if (!(error instanceof ApiError)) return t("errors.unexpected");
    if (error.code === "UNREACHABLE") return t("errors.unreachable");
    if (error.code === "UNEXPECTED") return t("errors.unexpected");
    return wordsOfError(error.code) ?? t("errors.unexpected");
  };
}
