import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconCopy, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Weekday } from "../../../../shared/contracts/hours.ts";
import {
  daysFromMonday,
  mostRanges,
  placeOf,
  rangesOf,
  type Week,
  withCopies,
  withDay,
  withRange,
  workingDays,
} from "./week.ts";
import { HoursRange } from "./hours-range.tsx";
import classes from "./hours-grid.module.css";

interface Props {
  readonly day: Weekday;
  readonly week: Week;
  readonly onChange: (week: Week) => void;
  readonly nameOf: (day: Weekday) => string;
  readonly crossed: ReadonlySet<string>;
  readonly disabled: boolean;
}

/** One day of a week of hours. */
export function HoursDay({ day, week, onChange, nameOf, crossed, disabled }: Props) {
  const { t } = useTranslation("forms");
  const name = nameOf(day);
  const ranges = rangesOf(week, day);
  const isCrossed = ranges.some((_, index) => crossed.has(placeOf(day, index)));
  return (
    <div className={classes["day"]} role="group" aria-label={name}>
      <span className={classes["name"]}>{name}</span>
      <div className={classes["ranges"]}>
        {ranges.length === 0 ? <span className={classes["closed"]}>{t("hours.closed")}</span> : null}
        {ranges.map((range, index) => (
          <HoursRange
            key={index}
            range={range}
            dayName={name}
            number={index + 1}
            disabled={disabled}
            onChange={(changed) => onChange(withDay(week, day, ranges.with(index, changed)))}
            onRemove={() => onChange(withDay(week, day, ranges.toSpliced(index, 1)))}
          />
        ))}
        {isCrossed ? (
          <Text size="xs" className={classes["note"] ?? ""}>
            {t("hours.overlap")}
          </Text>
        ) : null}
      </div>
      <div className={classes["tools"]}>
        <ActionIcon
          data-hint={t("hours.add", { day: name })}
          variant="subtle"
          aria-label={t("hours.add", { day: name })}
          disabled={disabled || ranges.length >= mostRanges}
          onClick={() => onChange(withRange(week, day))}
        >
          <IconPlus size={16} stroke={1.6} />
        </ActionIcon>
        <CopyMenu
          {...{ day, name, nameOf, disabled }}
          copy={(days) => onChange(withCopies(week, day, days))}
        />
      </div>
    </div>
  );
}

function CopyMenu(props: {
  readonly day: Weekday;
  readonly name: string;
  readonly nameOf: (day: Weekday) => string;
  readonly disabled: boolean;
  readonly copy: (days: readonly Weekday[]) => void;
}) {
  const { t } = useTranslation("forms");
  const label = t("hours.copy", { day: props.name });
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} disabled={props.disabled}>
          <IconCopy size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("hours.copyTo")}</Menu.Label>
        <Menu.Item onClick={() => props.copy(workingDays)}>{t("hours.copyWorking")}</Menu.Item>
        <Menu.Item onClick={() => props.copy(daysFromMonday)}>{t("hours.copyAll")}</Menu.Item>
        <Menu.Divider />
        {daysFromMonday
          .filter((day) => day !== props.day)
          .map((day) => (
            <Menu.Item key={day} onClick={() => props.copy([day])}>
              {props.nameOf(day)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
