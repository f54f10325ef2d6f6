import { Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { settingsRoutes } from "../../../../../shared/contracts/routes/settings.ts";
import { DurationField } from "../../../lib/forms/duration-field.tsx";
import type { PauseReason } from "../pause-reasons-page.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { useActKey } from "../../../lib/forms/use-act-key.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";

const read = ({ name, isWork, suggestedSeconds, version }: PauseReason) => ({
  values: { name, isWork, suggestedSeconds },
  version,
});

/** One reason to pause: a new one, or one that is there. */
export default function PauseReasonForm(props: {
  readonly reason: PauseReason | null;
  readonly saved: () => void;
  readonly leave: () => void;
}) {
  const { t } = useTranslation("settings");
  const { call } = useDesk();
  const { reason } = props;
  const keyOf = useActKey();
  const contract = useContractForm({
    schema: settingsRoutes.createPauseReason.body,
    initial: reason === null ? { name: "", isWork: false, suggestedSeconds: null } : read(reason).values,
    version: reason?.version,
    save: (values, patch) =>
      reason === null
        ? call("createPauseReason", { body: values }, { idempotencyKey: keyOf(values) })
        : call("changePauseReason", { params: { pauseReasonId: reason.id }, body: patch }),
    read,
    onSaved: props.saved,
  });
  const { form } = contract;
  return (
    <RecordForm of={contract} always plain cancel={props.leave}>
      <TextInput
        label={t("pause.name")}
        placeholder={t("pause.nameExample")}
        data-autofocus
        maxLength={120}
        {...form.getInputProps("name")}
      />
      <DurationField
        label={t("pause.suggested")}
        description={t("pause.suggestedHint")}
        units={["minutes", "hours"]}
        {...form.getInputProps("suggestedSeconds")}
        value={form.values.suggestedSeconds}
      />
      <Switch
        label={t("pause.isWork")}
        description={t("pause.isWorkHint")}
        {...form.getInputProps("isWork", { type: "checkbox" })}
      />
    </RecordForm>
  );
}
