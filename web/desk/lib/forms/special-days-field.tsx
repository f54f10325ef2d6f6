import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SpecialDay } from "../../../../shared/contracts/hours.ts";
import { mostSpecialDays } from "./special-days.ts";
import { SpecialDayRow } from "./special-day-row.tsx";
import classes from "./special-days.module.css";

const HolidayChoice = lazy(() => import("./holiday-choice.tsx"));

/** Holidays and other days with hours of their own: each of one date or of every year, closed or with ranges. */
export function SpecialDaysField(props: {
  readonly value: readonly SpecialDay[];
  readonly onChange: (days: SpecialDay[]) => void;
  readonly errorAt?: (path: string) => string | undefined;
}) {
  const { t } = useTranslation("forms");
  const { value, onChange } = props;
  const [choosing, setChoosing] = useState(false);
  const full = value.length >= mostSpecialDays;
  return (
    <div role="group" aria-label={t("special.title")}>
      <Text size="sm" fw={600}>
        {t("special.title")}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {t("special.hint")}
      </Text>
      {value.length === 0 ? null : (
        <ul className={classes["days"]}>
          {value.map((day, index) => (
            // A day's place is what it is known by while it is edited.
            <SpecialDayRow
              key={index}
              day={day}
              number={index + 1}
              onChange={(changed) => onChange(value.map((it, at) => (at === index ? changed : it)))}
              onRemove={() => onChange(value.filter((_, at) => at !== index))}
              errorAt={(name) => props.errorAt?.(`${index}.${name}`)}
            />
          ))}
        </ul>
      )}
      <Group gap="xs" mt="xs">
        <Button
          variant="light"
          size="xs"
          disabled={full}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...value, { date: "", name: "", intervals: [] }])}
        >
          {t("special.add")}
        </Button>
        <Button variant="subtle" size="xs" disabled={full} onClick={() => setChoosing(true)}>
          {t("special.national")}
        </Button>
      </Group>
      {choosing ? (
        <Suspense>
          <HolidayChoice days={value} onChange={onChange} close={() => setChoosing(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
