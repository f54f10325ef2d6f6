import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { coveredMinutes, daysFromMonday, overlapping, type Week, weekOf, workingDays } from "./week.ts";
import { HoursDay } from "./hours-day.tsx";
import { useDayNames } from "./use-day-names.ts";
import classes from "./hours-grid.module.css";

/**
 * A week of hours: for each day as many ranges as are needed, also past midnight, and a day's hours copied to others. The value is
 * always in the contract's shape; a time that was not given yet is an empty text, which the contract refuses.
 */
export function HoursGrid(props: {
  readonly value: Week;
  readonly onChange: (week: Week) => void;
  /** What the week is of. */
  readonly label: string;
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation("forms");
  const { value, onChange, disabled = false } = props;
  const nameOf = useDayNames();
  const crossed = overlapping(value);
  const minutes = coveredMinutes(value);
  return (
    <div role="group" aria-label={props.label}>
      <Group justify="space-between" mb="xs" gap="xs">
        <Group gap={4}>
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={disabled}
            onClick={() => onChange(weekOf(workingDays, [{ from: "09:00", to: "18:00" }]))}
          >
            {t("hours.business")}
          </Button>
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={disabled}
            onClick={() => onChange(weekOf(daysFromMonday, [{ from: "00:00", to: "00:00" }]))}
          >
            {t("hours.always")}
          </Button>
        </Group>
        <Text size="xs" c="dimmed" aria-live="polite">
          {t("hours.total", { hours: Math.floor(minutes / 60), minutes: minutes % 60 })}
        </Text>
      </Group>
      <div className={classes["days"]}>
        {daysFromMonday.map((day) => (
          <HoursDay
            key={day}
            day={day}
            week={value}
            onChange={onChange}
            nameOf={nameOf}
            crossed={crossed}
            disabled={disabled}
          />
        ))}
      </div>
    </div>
  );
}
