import { ActionIcon, Button, Checkbox, SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SpecialDay } from "../../../../shared/contracts/hours.ts";
import { DayField } from "./day-field.tsx";
import { HoursRange } from "./hours-range.tsx";
import { isYearly, withRhythm } from "./special-days.ts";
import { mostRanges } from "./week.ts";
import { timeOf } from "../time/clock.ts";
import { useDesk } from "../desk/context.ts";
import { useLocale } from "../i18n/hooks.ts";
import classes from "./special-days.module.css";

const two = (value: number): string => String(value).padStart(2, "0");

interface Props {
  readonly day: SpecialDay;
  /** Its place in the list, from 1. */
  readonly number: number;
  readonly onChange: (day: SpecialDay) => void;
  readonly onRemove: () => void;
  readonly errorAt: (name: "date" | "name" | "intervals") => string | undefined;
}

/** One day with hours of its own. */
export function SpecialDayRow({ day, number, onChange, onRemove, errorAt }: Props) {
  const { t } = useTranslation("forms");
  const { clock } = useDesk();
  const year = Number(timeOf(clock()).slice(0, 4));
  const name = day.name === "" ? String(number) : day.name;
  const closed = day.intervals.length === 0;
  return (
    <li className={classes["day"]}>
      <div className={classes["what"]}>
        {isYearly(day) ? (
          <YearlyDate day={day} onChange={onChange} name={name} />
        ) : (
          <DayField
            size="xs"
            w={150}
            aria-label={t("special.date", { name })}
            value={day.date}
            error={errorAt("date")}
            onChange={(date) => onChange({ ...day, date })}
          />
        )}
        <TextInput
          size="xs"
          className={classes["name"] ?? ""}
          aria-label={t("special.name", { number })}
          placeholder={t("special.nameExample")}
          maxLength={80}
          value={day.name}
          error={errorAt("name")}
          onChange={(event) => onChange({ ...day, name: event.currentTarget.value })}
        />
      </div>
      <div className={classes["when"]}>
        <Checkbox
          size="xs"
          label={t("special.yearly")}
          checked={isYearly(day)}
          onChange={(event) => onChange(withRhythm(day, event.currentTarget.checked, year))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("special.how", { name })}
          value={closed ? "closed" : "hours"}
          data={[
            { value: "closed", label: t("special.closed") },
            { value: "hours", label: t("special.hours") },
          ]}
          onChange={(how) =>
            onChange({ ...day, intervals: how === "closed" ? [] : [{ from: "09:00", to: "13:00" }] })
          }
        />
        {day.intervals.map((range, index) => (
          <HoursRange
            key={index}
            range={range}
            dayName={name}
            number={index + 1}
            disabled={false}
            onChange={(changed) =>
              onChange({ ...day, intervals: day.intervals.map((it, at) => (at === index ? changed : it)) })
            }
            onRemove={() => onChange({ ...day, intervals: day.intervals.filter((_, at) => at !== index) })}
          />
        ))}
        {closed || day.intervals.length >= mostRanges ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => onChange({ ...day, intervals: [...day.intervals, { from: "", to: "" }] })}
          >
            {t("special.range")}
          </Button>
        )}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        className={classes["remove"] ?? ""}
        aria-label={t("special.remove", { name })}
        onClick={onRemove}
      >
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    </li>
  );
}

function YearlyDate({ day, onChange, name }: Pick<Props, "day" | "onChange"> & { readonly name: string }) {
  const { t } = useTranslation("forms");
  const locale = useLocale();
  const [month = "01", date = "01"] = day.date.split("-");
  const months = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
  const give = (part: { month?: string; date?: string }): void => {
    const wanted = { month, date, ...part };
    // A leap year: the 29th of February is a day of some years.
    const last = new Date(Date.UTC(2024, Number(wanted.month), 0)).getUTCDate();
    onChange({ ...day, date: `${wanted.month}-${two(Math.min(Number(wanted.date), last))}` });
  };
  return (
    <>
      <Select
        size="xs"
        w={64}
        aria-label={t("special.dayOf", { name })}
        allowDeselect={false}
        value={date}
        data={Array.from({ length: 31 }, (_, index) => ({ value: two(index + 1), label: String(index + 1) }))}
        onChange={(value) => give({ date: value ?? date })}
      />
      <Select
        size="xs"
        w={120}
        aria-label={t("special.monthOf", { name })}
        allowDeselect={false}
        value={month}
        data={Array.from({ length: 12 }, (_, index) => ({
          value: two(index + 1),
          label: months.format(Date.UTC(2024, index, 1)),
        }))}
        onChange={(value) => give({ month: value ?? month })}
      />
    </>
  );
}
