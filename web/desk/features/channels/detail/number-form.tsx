import { useTranslation } from "react-i18next";
import { WhatsAppChannel } from "../../../../../shared/contracts/organisation.ts";
import type { ChannelRecord, WhatsAppRecord } from "../values.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { NumberFields } from "../number-fields.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";

const schema = WhatsAppChannel.pick({ name: true, displayNumber: true, wabaId: true });

interface Values {
  readonly name: string;
  readonly displayNumber: string;
  readonly wabaId: string;
}

const read = (record: ChannelRecord): { values: Values; version: number } => ({
  values: {
    name: record.name,
    displayNumber: record.kind === "whatsapp" ? record.displayNumber : "",
    wabaId: record.kind === "whatsapp" ? record.wabaId : "",
  },
  version: record.version,
});

/** What a WhatsApp number is known by. */
export function NumberForm(props: {
  readonly channel: WhatsAppRecord;
  readonly onSaved: (channel: ChannelRecord) => void;
}) {
  const { t } = useTranslation("channels");
  const { call } = useDesk();
  const { channel } = props;
  const contract = useContractForm<Values, ChannelRecord>({
    schema,
    initial: read(channel).values,
    version: channel.version,
    save: (_, patch) => call("changeChannel", { params: { channelId: channel.id }, body: patch }),
    read,
    onSaved: props.onSaved,
    wrong: { wabaId: t("number.digits") },
  });
  const { form } = contract;
  return (
    <AdminSection title={t("number.title")}>
      <RecordForm of={contract} plain disabled={channel.removing !== null}>
        <NumberFields
          value={{ ...form.values, phoneNumberId: channel.phoneNumberId }}
          errors={form.errors}
          set={(field, value) => {
            if (field !== "phoneNumberId") form.setFieldValue(field, value);
          }}
        />
      </RecordForm>
    </AdminSection>
  );
}
