import { Radio, Stack, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SectorPart } from "../values.ts";
import { HoursField } from "../../../lib/forms/hours-field.tsx";
import { SpecialDaysField } from "../../../lib/forms/special-days-field.tsx";
import { firstError } from "../../../lib/forms/first-error.ts";

/** When the sector attends, holidays, and what becomes of who comes at another time. */
export function HoursPart({ form, timeZone }: SectorPart & { readonly timeZone: string }) {
  const { t } = useTranslation("sectors");
  const { hours } = form.values;
  return (
    <>
      <HoursField
        label={t("hours.label")}
        hint={t("hours.hint")}
        anyTime={t("hours.always")}
        theseHours={t("hours.these")}
        value={hours}
        timeZone={timeZone}
        error={firstError(form.errors, "hours.weekly") ?? firstError(form.errors, "hours.timeZone")}
        onChange={(changed) => form.setFieldValue("hours", changed)}
      />
      {hours === null ? null : (
        <>
          <SpecialDaysField
            value={hours.special}
            onChange={(special) => form.setFieldValue("hours", { ...hours, special })}
            errorAt={(path) => firstError(form.errors, `hours.special.${path}`)}
          />
          <Radio.Group label={t("hours.out")} {...form.getInputProps("outOfHours.kind")}>
            <Stack gap="xs" mt="xs">
              <Radio value="queue" label={t("hours.queue")} description={t("hours.queueHint")} />
              <Radio value="refuse" label={t("hours.refuse")} description={t("hours.refuseHint")} />
            </Stack>
          </Radio.Group>
          <Textarea
            label={t("hours.text")}
            description={t("hours.textHint")}
            autosize
            minRows={2}
            maxLength={1024}
            {...form.getInputProps("outOfHours.text")}
          />
        </>
      )}
    </>
  );
}
