import { Alert, Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { webhookRoutes } from "../../../../shared/contracts/routes/webhooks.ts";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { DeliveryLog } from "./delivery-log.tsx";
import { Empty, Failed, Loading } from "../../lib/ui/states.tsx";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import { SecretSection } from "./secret-section.tsx";
import { tell } from "../../lib/ui/tell.ts";
import { useContractForm } from "../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { useWebhook, useWebhooksChanged, type Webhook } from "./webhooks.ts";
import { WebhookFields, type WebhookValues } from "./webhook-fields.tsx";

/** One receiver: whether it receives, what became of the events, what it is sent, and its secret. */
export default function WebhookPage({ webhookId }: { readonly webhookId: string }) {
  const { t } = useTranslation("integrations");
  const { data: webhook, error, refetch } = useWebhook(webhookId);
  if (webhook === undefined)
    return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  if (webhook === null)
    return (
      <AdminPage title={t("hooks.title")} back={{ href: "/", label: t("hooks.title") }}>
        <Empty title={t("hooks.gone")} />
      </AdminPage>
    );
  return (
    <AdminPage
      title={webhook.name}
      hint={webhook.url}
      back={{ href: "/", label: t("hooks.title") }}
      actions={<ActiveButton webhook={webhook} />}
    >
      {webhook.active ? null : <Alert color="yellow">{t("hooks.pausedHint")}</Alert>}
      <DeliveryLog webhook={webhook} />
      <ChangeForm webhook={webhook} />
      <SecretSection webhook={webhook} />
    </AdminPage>
  );
}

function ActiveButton({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation("integrations");
  const { call } = useDesk();
  const textOf = useErrorText();
  const changed = useWebhooksChanged();
  const set = useMutation({
    mutationFn: () =>
      call("changeWebhook", {
        params: { webhookId: webhook.id },
        body: { active: !webhook.active, expectedVersion: webhook.version },
      }),
    onError: (error) => tell({ kind: "error", text: textOf(error) }),
    onSettled: changed,
  });
  return (
    <Group>
      <Button
        variant={webhook.active ? "default" : "filled"}
        loading={set.isPending}
        onClick={() => set.mutate()}
      >
        {t(webhook.active ? "hooks.pause" : "hooks.resume")}
      </Button>
    </Group>
  );
}

const valuesOf = ({ name, url, events, sectorIds }: Webhook): WebhookValues => ({
  ...{ name, url, events, sectorIds },
});

function ChangeForm({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation("integrations");
  const { call } = useDesk();
  const changed = useWebhooksChanged();
  const [saved, setSaved] = useState(webhook);
  const known = saved.version > webhook.version ? saved : webhook;
  const of = useContractForm<WebhookValues, Webhook>({
    schema: webhookRoutes.changeWebhook.body,
    initial: valuesOf(known),
    version: known.version,
    save: (_, body) => call("changeWebhook", { params: { webhookId: webhook.id }, body }),
    onSaved: (record) => {
      setSaved(record);
      changed();
      tell({ kind: "done", text: t("saved") });
    },
    read: (record) => ({ values: valuesOf(record), version: record.version }),
    wrong: { url: t("hooks.urlWrong"), events: t("hooks.eventsMissing") },
    explain: ({ details }) => ("url" in details ? { url: t("hooks.urlRefused") } : null),
  });
  return (
    <RecordForm of={of}>
      <WebhookFields form={of.form} />
    </RecordForm>
  );
}
