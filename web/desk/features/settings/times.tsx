import { NumberInput, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DurationField } from "../../lib/forms/duration-field.tsx";
import type { PartProps } from "./form.ts";

/** After how long things happen by themselves. */
export function Times({ form }: PartProps) {
  const { t } = useTranslation("settings");
  const { potentialSeconds, retentionDays } = form.values;
  return (
    <>
      <DurationField
        label={t("times.grace")}
        description={t("times.graceHint")}
        units={["seconds", "minutes"]}
        {...form.getInputProps("offlineGraceSeconds")}
        value={form.values.offlineGraceSeconds}
      />
      <DurationField
        label={t("times.preferred")}
        description={t("times.preferredHint")}
        units={["seconds", "minutes"]}
        {...form.getInputProps("preferredSeconds")}
        value={form.values.preferredSeconds}
      />
      <DurationField
        label={t("times.wake")}
        description={t("times.wakeHint")}
        units={["seconds", "minutes"]}
        {...form.getInputProps("wakePreferredSeconds")}
        value={form.values.wakePreferredSeconds}
      />
      <Switch
        label={t("times.potential")}
        description={t("times.potentialHint")}
        checked={potentialSeconds !== null}
        onChange={(event) =>
          form.setFieldValue("potentialSeconds", event.currentTarget.checked ? 86_400 : null)
        }
      />
      {potentialSeconds === null ? null : (
        <DurationField
          label={t("times.potentialAfter")}
          units={["minutes", "hours", "days"]}
          {...form.getInputProps("potentialSeconds")}
          value={potentialSeconds}
          // Empty is no time yet, and not the end of it: the switch says that.
          onChange={(seconds) => form.setFieldValue("potentialSeconds", seconds ?? Number.NaN)}
        />
      )}
      <Switch
        label={t("times.retention")}
        description={t("times.retentionHint")}
        checked={retentionDays !== null}
        onChange={(event) => form.setFieldValue("retentionDays", event.currentTarget.checked ? 365 : null)}
      />
      {retentionDays === null ? null : (
        <NumberInput
          label={t("times.retentionDays")}
          w={180}
          min={30}
          max={3650}
          allowDecimal={false}
          {...form.getInputProps("retentionDays")}
          value={Number.isNaN(retentionDays) ? "" : retentionDays}
          onChange={(days) => form.setFieldValue("retentionDays", days === "" ? Number.NaN : Number(days))}
        />
      )}
    </>
  );
}
