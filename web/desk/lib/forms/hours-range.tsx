import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Interval } from "../../../../shared/contracts/hours.ts";
import { reachOf } from "./week.ts";
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
      <TextInput
        type="time"
        size="xs"
        className={classes["time"] ?? ""}
        aria-label={t("hours.from", { day, number })}
        error={range.from === ""}
        disabled={disabled}
        value={range.from}
        onChange={(event) => onChange({ ...range, from: event.currentTarget.value })}
      />
      <span className={classes["between"]}>{t("hours.until")}</span>
      <TextInput
        type="time"
        size="xs"
        className={classes["time"] ?? ""}
        aria-label={t("hours.to", { day, number })}
        error={range.to === ""}
        disabled={disabled}
        value={range.to}
        onChange={(event) => onChange({ ...range, to: event.currentTarget.value })}
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
