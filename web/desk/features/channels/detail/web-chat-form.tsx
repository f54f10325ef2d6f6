import { useTranslation } from "react-i18next";
import { WebChatChannel } from "../../../../../shared/contracts/organisation.ts";
import type { ChannelRecord, WebChatRecord } from "../values.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { WebChatFields } from "../web-chat-fields.tsx";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";

const schema = WebChatChannel.pick({ name: true, allowedOrigins: true, greeting: true });

interface Values {
  readonly name: string;
  readonly allowedOrigins: string[];
  readonly greeting: string | null;
}

const read = (record: ChannelRecord): { values: Values; version: number } => ({
  values: {
    name: record.name,
    allowedOrigins: record.kind === "webchat" ? record.allowedOrigins : [],
    greeting: record.kind === "webchat" ? record.greeting : null,
  },
  version: record.version,
});

/** What a chat on the business's pages is made of. */
export function WebChatForm(props: {
  readonly channel: WebChatRecord;
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
    wrong: { "allowedOrigins.*": t("webchat.originWrong") },
  });
  const { form } = contract;
  return (
    <AdminSection title={t("webchat.title")}>
      <RecordForm of={contract} plain disabled={channel.removing !== null}>
        <WebChatFields
          value={form.values}
          errors={form.errors}
          onChange={(changed) => {
            form.setValues(changed);
            form.clearErrors();
          }}
        />
      </RecordForm>
    </AdminSection>
  );
}
