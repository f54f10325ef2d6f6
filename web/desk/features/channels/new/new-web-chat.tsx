import { useTranslation } from "react-i18next";
import { WebChatChannel } from "../../../../../shared/contracts/organisation.ts";
import type { AnswerOf } from "../../../lib/api/types.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { WebChatFields } from "../web-chat-fields.tsx";
import { useActKey } from "../../../lib/forms/use-act-key.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";

const schema = WebChatChannel.pick({ name: true, allowedOrigins: true, greeting: true });

interface Values {
  readonly name: string;
  readonly allowedOrigins: string[];
  readonly greeting: string | null;
}

const empty: Values = { name: "", allowedOrigins: [], greeting: null };

/** Makes a chat for the business's pages. */
export function NewWebChat(props: {
  readonly created: (channel: AnswerOf<"createChannel">) => void;
  readonly leave: () => void;
}) {
  const { t } = useTranslation("channels");
  const { call } = useDesk();
  const keyOf = useActKey();
  const contract = useContractForm({
    schema,
    initial: empty,
    save: (values) =>
      call("createChannel", { body: { kind: "webchat", ...values } }, { idempotencyKey: keyOf(values) }),
    onSaved: props.created,
    wrong: { "allowedOrigins.*": t("webchat.originWrong") },
  });
  const { form } = contract;
  return (
    <RecordForm of={contract} always submitLabel={t("new.create")} cancel={props.leave}>
      <AdminSection title={t("webchat.title")}>
        <WebChatFields
          value={form.values}
          errors={form.errors}
          onChange={(changed) => {
            form.setValues(changed);
            form.clearErrors();
          }}
        />
      </AdminSection>
    </RecordForm>
  );
}
