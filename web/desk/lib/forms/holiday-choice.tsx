import { Button, Checkbox, Group, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SpecialDay } from "../../../../shared/contracts/hours.ts";
import { Failed, Loading } from "../ui/states.tsx";
import { timeOf } from "../time/clock.ts";
import { useDesk } from "../desk/context.ts";
import { useLocale } from "../i18n/hooks.ts";
import { isAmong, withDays } from "./special-days.ts";

/** The national holidays of a year, to take over as closed days. Those that are there already are not taken twice. */
export default function HolidayChoice(props: {
  readonly days: readonly SpecialDay[];
  readonly onChange: (days: SpecialDay[]) => void;
  readonly close: () => void;
}) {
  const { t } = useTranslation(["forms", "common"]);
  const { call, clock } = useDesk();
  const locale = useLocale();
  const thisYear = Number(timeOf(clock()).slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const [left, setLeft] = useState<readonly string[]>([]);
  const holidays = useQuery({
    queryKey: ["holidays", year],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => (await call("listHolidays", { query: { year } }, { signal })).items,
  });
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" });
  const isThere = (date: string): boolean => isAmong(props.days, date);
  const chosen = (holidays.data ?? []).filter(({ date }) => !left.includes(date) && !isThere(date));
  return (
    <Modal
      opened
      onClose={props.close}
      title={t("special.national")}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <Stack>
        <SegmentedControl
          aria-label={t("special.year")}
          value={String(year)}
          data={[thisYear, thisYear + 1].map(String)}
          onChange={(value) => setYear(Number(value))}
        />
        {holidays.data === undefined ? (
          holidays.error === null ? (
            <Loading />
          ) : (
            <Failed error={holidays.error} retry={() => void holidays.refetch()} />
          )
        ) : (
          <Stack gap={10}>
            {holidays.data.map(({ date, name }) => (
              <Checkbox
                key={date}
                label={
                  <>
                    {name}{" "}
                    <Text component="span" size="sm" c="dimmed">
                      {format.format(Date.parse(`${date}T00:00:00Z`))}
                      {isThere(date) ? ` · ${t("special.isThere")}` : ""}
                    </Text>
                  </>
                }
                disabled={isThere(date)}
                checked={isThere(date) || !left.includes(date)}
                onChange={(event) =>
                  setLeft(event.currentTarget.checked ? left.filter((it) => it !== date) : [...left, date])
                }
              />
            ))}
          </Stack>
        )}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={props.close}>
            {t("common:state.cancel")}
          </Button>
          <Button
            disabled={chosen.length === 0}
            onClick={() => {
              props.onChange(withDays(props.days, chosen));
              props.close();
            }}
          >
            {t("special.take", { count: chosen.length })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
