import { DateInput } from "@mantine/dates";
import { useTranslation } from "react-i18next";
import { CalendarWords } from "../ui/calendar.tsx";
import type { DayFieldProps } from "./day-field.tsx";
import { dayFormats, dayTyped } from "./day-typed.ts";
import { useLocale } from "../i18n/hooks.ts";
import classes from "./day-field.module.css";

/** The field of a day with its calendar. */
export default function DayInput({ value, onChange, ...others }: DayFieldProps) {
  const { t } = useTranslation("forms");
  const locale = useLocale();
  return (
    <CalendarWords>
      <DateInput
        {...others}
        value={value === "" ? null : value}
        onChange={(day) => onChange(day ?? "")}
        valueFormat={dayFormats[locale]}
        dateParser={(text) => dayTyped(text, locale)}
        placeholder={t("day.placeholder")}
        allowDeselect
        hideOutsideDates
        classNames={{ day: classes["weekday"] ?? "" }}
        ariaLabels={{ nextMonth: t("day.nextMonth"), previousMonth: t("day.previousMonth") }}
      />
    </CalendarWords>
  );
}
