import { Button, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod";
import { WhatsAppSecrets } from "../../../../../shared/contracts/organisation.ts";
import type { ChannelRecord, WhatsAppRecord } from "../values.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { CallbackUrl } from "../callback-url.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { noSecrets, SecretFields } from "../secret-fields.tsx";
import { askFirst } from "../../../lib/forms/leave.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";

const schema = z.strictObject({ secrets: WhatsAppSecrets });

interface Props {
  readonly channel: WhatsAppRecord;
  readonly onSaved: (channel: ChannelRecord) => void;
}

/** The token and secrets of a number: written, never read back, all of them replaced together. */
export function SecretsSection(props: Props) {
  const { t } = useTranslation(["channels", "common"]);
  const [opened, setOpened] = useState(false);
  const leave = (): void => askFirst(() => setOpened(false));
  return (
    <AdminSection
      title={t("secrets.title")}
      actions={
        <Button variant="default" size="xs" onClick={() => setOpened(true)}>
          {t("secrets.replace")}
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        {t("secrets.kept")}
      </Text>
      <CallbackUrl />
      <Modal
        opened={opened}
        onClose={leave}
        title={t("secrets.replace")}
        closeButtonProps={{ "aria-label": t("common:state.close") }}
      >
        <SecretsForm
          {...props}
          leave={leave}
          onSaved={(channel) => {
            setOpened(false);
            props.onSaved(channel);
          }}
        />
      </Modal>
    </AdminSection>
  );
}

function SecretsForm({ channel, onSaved, leave }: Props & { readonly leave: () => void }) {
  const { t } = useTranslation("channels");
  const { call } = useDesk();
  const contract = useContractForm({
    schema,
    initial: { secrets: noSecrets },
    save: ({ secrets }) => call("changeChannel", { params: { channelId: channel.id }, body: { secrets } }),
    onSaved,
  });
  const { form } = contract;
  return (
    <RecordForm of={contract} always plain cancel={leave} submitLabel={t("secrets.replace")}>
      <Text size="sm" c="dimmed">
        {t("secrets.hint")}
      </Text>
      <SecretFields
        value={form.values.secrets}
        errors={form.errors}
        onChange={(secrets) => {
          form.setFieldValue("secrets", { ...secrets });
          form.clearErrors();
        }}
      />
    </RecordForm>
  );
}
