import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Interval } from "../../../../shared/contracts/hours.ts";
import { isTime, reachOf, timeTyped } from "./week.ts";
import classes from "./hours-grid.module.css";

/** From one time of day to another. */
export function HoursRange(props: {
  readonly range: Interval;
  readonly dayName: string;
  /** Its place in the day, from 1. */
  readonly number: number;
  readonly disabled: boolean;
  readonly onChange: (range: Interval) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation("forms");
  const { range, dayName: day, number, disabled, onChange } = props;
  const reach = reachOf(range);
  return (
    <span className={classes["range"]}>
      <TimeOfDay
        label={t("hours.from", { day, number })}
        value={range.from}
        onChange={(from) => onChange({ ...range, from })}
        disabled={disabled}
      />
      <span className={classes["between"]}>{t("hours.until")}</span>
      <TimeOfDay
        label={t("hours.to", { day, number })}
        value={range.to}
        onChange={(to) => onChange({ ...range, to })}
        disabled={disabled}
      />
      {reach === null ? null : (
        <span className={classes["reach"]}>{t(reach === "all-day" ? "hours.allDay" : "hours.nextDay")}</span>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t("hours.remove", { day, number })}
        disabled={disabled}
        onClick={props.onRemove}
      >
        <IconX size={14} stroke={1.6} />
      </ActionIcon>
    </span>
  );
}

/** A time of day, always of 24 hours, in whatever way it is typed. */
function TimeOfDay(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (time: string) => void;
  readonly disabled: boolean;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      size="xs"
      className={classes["time"] ?? ""}
      inputMode="numeric"
      placeholder="00:00"
      maxLength={5}
      autoComplete="off"
      aria-label={props.label}
      error={typed === null && !isTime(props.value)}
      disabled={props.disabled}
      value={typed ?? props.value}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        props.onChange(timeTyped(event.currentTarget.value));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
