import { Switch, Textarea } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { SectorPart, SectorValues } from "../values.ts";
import { DurationField } from "../../../lib/forms/duration-field.tsx";

const units = ["minutes", "hours", "days"] as const;

/** What becomes of a ticket whose customer does not answer any more. */
export function InactivityPart({ form }: SectorPart) {
  const { t } = useTranslation("sectors");
  const { inactivity } = form.values;
  const last = useRef<SectorValues["inactivity"]>(inactivity);
  if (inactivity !== null) last.current = inactivity;
  const begin = () =>
    last.current ?? {
      warnAfter: 900,
      warnText: t("inactivity.warnTextExample"),
      closeAfter: 900,
      closeText: t("inactivity.closeTextExample"),
    };
  return (
    <>
      <Switch
        label={t("inactivity.label")}
        description={t("inactivity.hint")}
        checked={inactivity !== null}
        onChange={(event) => form.setFieldValue("inactivity", event.currentTarget.checked ? begin() : null)}
      />
      {inactivity === null ? null : (
        <>
          <DurationField
            label={t("inactivity.warnAfter")}
            units={units}
            {...form.getInputProps("inactivity.warnAfter")}
            value={inactivity.warnAfter}
            onChange={(seconds) => form.setFieldValue("inactivity.warnAfter", seconds ?? Number.NaN)}
          />
          <Textarea
            label={t("inactivity.warnText")}
            autosize
            minRows={2}
            maxLength={1024}
            {...form.getInputProps("inactivity.warnText")}
          />
          <DurationField
            label={t("inactivity.closeAfter")}
            units={units}
            {...form.getInputProps("inactivity.closeAfter")}
            value={inactivity.closeAfter}
            onChange={(seconds) => form.setFieldValue("inactivity.closeAfter", seconds ?? Number.NaN)}
          />
          <Textarea
            label={t("inactivity.closeText")}
            autosize
            minRows={2}
            maxLength={1024}
            {...form.getInputProps("inactivity.closeText")}
          />
        </>
      )}
    </>
  );
}
