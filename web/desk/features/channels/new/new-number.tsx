import { useTranslation } from "react-i18next";
import * as z from "zod";
import { WhatsAppChannel, WhatsAppSecrets } from "../../../../../shared/contracts/organisation.ts";
import type { AnswerOf } from "../../../lib/api/types.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { CallbackUrl } from "../callback-url.tsx";
import { NumberFields } from "../number-fields.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { noSecrets, SecretFields } from "../secret-fields.tsx";
import { useActKey } from "../../../lib/forms/use-act-key.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";

const schema = z.strictObject({
  ...WhatsAppChannel.pick({ name: true, phoneNumberId: true, wabaId: true, displayNumber: true }).shape,
  secrets: WhatsAppSecrets,
});

/** Registers a WhatsApp number. */
export function NewNumber(props: {
  readonly created: (channel: AnswerOf<"createChannel">) => void;
  readonly leave: () => void;
}) {
  const { t } = useTranslation("channels");
  const { call } = useDesk();
  const keyOf = useActKey();
  const contract = useContractForm({
    schema,
    initial: { name: "", displayNumber: "", phoneNumberId: "", wabaId: "", secrets: noSecrets },
    save: (values) =>
      call("createChannel", { body: { kind: "whatsapp", ...values } }, { idempotencyKey: keyOf(values) }),
    onSaved: props.created,
    wrong: { phoneNumberId: t("number.digits"), wabaId: t("number.digits") },
    explain: ({ code }) => (code === "ALREADY_EXISTS" ? { phoneNumberId: t("number.twice") } : null),
  });
  const { form } = contract;
  return (
    <RecordForm of={contract} always submitLabel={t("new.create")} cancel={props.leave}>
      <AdminSection title={t("number.title")} hint={t("number.hint")}>
        <NumberFields value={form.values} set={form.setFieldValue} errors={form.errors} isNew />
      </AdminSection>
      <AdminSection title={t("secrets.title")} hint={t("secrets.hint")}>
        <SecretFields
          value={form.values.secrets}
          errors={form.errors}
          onChange={(secrets) => {
            form.setFieldValue("secrets", { ...secrets });
            form.clearErrors();
          }}
        />
        <CallbackUrl />
      </AdminSection>
    </RecordForm>
  );
}
