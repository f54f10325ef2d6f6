import { Select, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod";
import { Settings } from "../../../../shared/contracts/settings.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { ConfirmDialog } from "../../lib/ui/confirm-dialog.tsx";
import { ContactFields } from "./contact-fields.tsx";
import { draftsOf, fieldsOf } from "./field-rules.ts";
import { forgetsMore, type SettingsValues } from "./form.ts";
import { localeNames, locales } from "../../lib/i18n/locale.ts";
import { ProtocolFields } from "./protocol-fields.tsx";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import { TimeZoneSelect } from "../../lib/forms/time-zone-select.tsx";
import { Times } from "./times.tsx";
import { tell } from "../../lib/ui/tell.ts";
import { useContractForm } from "../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useRefresh } from "../../lib/ui/use-records.ts";

type Record = AnswerOf<"getSettings">;

const schema = z.preprocess((values: SettingsValues) => sentOf(values), Settings.omit({ version: true }));

const read = ({
  version,
  contactFields,
  ...values
}: Record): { values: SettingsValues; version: number } => ({
  values: { ...values, contactFields: draftsOf(contactFields) },
  version,
});

/** What of the form is the settings'. */
const sentOf = <Values extends Partial<SettingsValues>>({ contactFields, ...values }: Values) => ({
  ...values,
  ...(contactFields === undefined ? {} : { contactFields: fieldsOf(contactFields) }),
});

/** All settings in one form, checked by the contract. */
export default function SettingsForm({ settings }: { readonly settings: Record }) {
  const { t } = useTranslation("settings");
  const { call } = useDesk();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const [asking, setAsking] = useState(false);
  const contract = useContractForm<SettingsValues, Record>({
    schema,
    initial: read(settings).values,
    version: settings.version,
    save: (_, patch) => call("changeSettings", { body: sentOf(patch) }),
    read,
    onSaved(saved) {
      queries.setQueryData(["settings"], saved);
      refresh("directory");
      tell({ kind: "done", text: t("saved") });
    },
    wrong: {
      "protocol.prefix": t("protocol.prefixWrong"),
      "contactFields.*.key": t("fields.keyWrong"),
    },
    explain({ details }, { contactFields }) {
      const { field } = details;
      if (typeof field !== "string") return null;
      const index = contactFields.findLastIndex(({ key }) => key === field);
      return { [`contactFields.${index}.key`]: t("fields.twice") };
    },
  });
  const { form } = contract;
  const { enabled, question } = form.values.survey;
  return (
    <RecordForm
      of={contract}
      instead={() => {
        if (forgetsMore(settings.retentionDays, form.values.retentionDays))
          setAsking(contract.check(() => true));
        else contract.submit();
      }}
    >
      <AdminSection title={t("business.title")}>
        <TextInput label={t("business.name")} maxLength={120} {...form.getInputProps("businessName")} />
        <Select
          label={t("business.locale")}
          description={t("business.localeHint")}
          maw={360}
          allowDeselect={false}
          data={locales.map((value) => ({ value, label: localeNames[value] }))}
          {...form.getInputProps("locale")}
        />
        <TimeZoneSelect
          label={t("business.timeZone")}
          value={form.values.timeZone}
          onChange={(zone) => form.setFieldValue("timeZone", zone)}
        />
      </AdminSection>
      <AdminSection title={t("protocol.title")} hint={t("protocol.hint")}>
        <ProtocolFields form={form} />
      </AdminSection>
      <AdminSection title={t("survey.title")} hint={t("survey.hint")}>
        <Switch
          label={t("survey.enabled")}
          checked={enabled}
          onChange={({ currentTarget: { checked } }) =>
            form.setFieldValue("survey", {
              enabled: checked,
              // Nobody can fill in the question of a survey that is off.
              question: checked || question.trim() !== "" ? question : settings.survey.question,
            })
          }
        />
        <Textarea
          label={t("survey.question")}
          autosize
          minRows={2}
          maxLength={500}
          disabled={!enabled}
          {...form.getInputProps("survey.question")}
        />
      </AdminSection>
      <AdminSection title={t("times.title")}>
        <Times form={form} />
      </AdminSection>
      <AdminSection title={t("fields.title")} hint={t("fields.hint")}>
        <ContactFields form={form} />
      </AdminSection>
      <ConfirmDialog
        opened={asking}
        danger
        title={t("times.retentionAsk")}
        confirm={t("times.retentionConfirm")}
        onConfirm={() => {
          setAsking(false);
          contract.submit();
        }}
        onClose={() => setAsking(false)}
      >
        <Text size="sm">{t("times.retentionAskHint", { count: form.values.retentionDays ?? 0 })}</Text>
      </ConfirmDialog>
    </RecordForm>
  );
}
