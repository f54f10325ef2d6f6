import { Button, Collapse, TextInput } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { IconCalendar } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CalendarWords } from "../../../lib/ui/calendar.tsx";
import { dayOf, hourOf, instantOf, presetsAt } from "./snooze-times.ts";
import { timeOf } from "../../../lib/time/clock.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./snooze-time.module.css";

const year = 365 * 86_400_000;

/** Chooses when a ticket comes back: a usual time with one click, or a day and an hour. */
export function SnoozeTime(props: {
  readonly until: number | null;
  readonly setUntil: (until: number | null) => void;
}) {
  const { until, setUntil } = props;
  const { t } = useTranslation("workspace");
  const { clock } = useDesk();
  const { dayAndHour } = useTimeFormat();
  const [presets] = useState(() => presetsAt(clock()));
  const [other, setOther] = useState(until !== null);
  return (
    <div>
      <div className={classes["presets"]} role="group" aria-label={t("snooze.presets")}>
        {presets.map(({ name, at }, index) => (
          <button
            key={name}
            type="button"
            className={classes["preset"]}
            aria-pressed={until === at && !other}
            {...(index === 0 ? { "data-autofocus": true } : {})}
            onClick={() => {
              setOther(false);
              setUntil(at);
            }}
          >
            <span className={classes["name"]}>{t(`snooze.preset.${name}`)}</span>
            <span className={classes["time"]}>{dayAndHour(timeOf(at))}</span>
          </button>
        ))}
      </div>
      <Button
        mt="sm"
        size="compact-sm"
        variant={other ? "light" : "subtle"}
        leftSection={<IconCalendar size={16} stroke={1.6} />}
        aria-expanded={other}
        onClick={() => setOther(!other)}
      >
        {t("snooze.other")}
      </Button>
      <Collapse expanded={other} keepMounted={false}>
        <DayAndHour until={until} setUntil={setUntil} />
      </Collapse>
    </div>
  );
}

function DayAndHour({ until, setUntil }: Parameters<typeof SnoozeTime>[0]) {
  const { t } = useTranslation("workspace");
  const { clock } = useDesk();
  const [day, setDay] = useState<string | null>(() => (until === null ? null : dayOf(until)));
  const [time, setTime] = useState(() => (until === null ? "09:00" : hourOf(until)));
  const [first] = useState(() => dayOf(clock()));
  const [last] = useState(() => dayOf(clock() + year));
  return (
    <CalendarWords>
      <div className={classes["other"]}>
        <DatePicker
          value={day}
          minDate={first}
          maxDate={last}
          size="sm"
          hideOutsideDates
          classNames={{ day: classes["weekday"] ?? "" }}
          aria-label={t("snooze.day")}
          ariaLabels={{
            nextMonth: t("snooze.nextMonth"),
            previousMonth: t("snooze.previousMonth"),
          }}
          onChange={(chosen) => {
            setDay(chosen);
            setUntil(instantOf(chosen, time));
          }}
        />
        <TextInput
          type="time"
          className={classes["hour"] ?? ""}
          label={t("snooze.hour")}
          description={t("snooze.zone")}
          value={time}
          onChange={(event) => {
            setTime(event.currentTarget.value);
            setUntil(instantOf(day, event.currentTarget.value));
          }}
        />
      </div>
    </CalendarWords>
  );
}
