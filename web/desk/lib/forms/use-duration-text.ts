import { useTranslation } from "react-i18next";
import { durationParts } from "./duration.ts";

/** A length of time in words: `15 minutos`. */
export function useDurationText(): (seconds: number) => string {
  const { t } = useTranslation("forms");
  return (seconds) => {
    const { unit, amount } = durationParts(seconds);
    return t(`duration.told.${unit}`, { count: amount });
  };
}
