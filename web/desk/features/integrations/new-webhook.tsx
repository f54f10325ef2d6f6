import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { webhookRoutes } from "../../../../shared/contracts/routes/webhooks.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import { AdminPage, AdminSection } from "../../lib/ui/admin-page.tsx";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import { SecretShown } from "../../lib/ui/secret-shown.tsx";
import { useActKey } from "../../lib/forms/use-act-key.ts";
import { useContractForm } from "../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useWebhooksChanged } from "./webhooks.ts";
import { WebhookFields, type WebhookValues } from "./webhook-fields.tsx";

type Made = AnswerOf<"createWebhook">;

const empty: WebhookValues = { name: "", url: "", events: ["message.received"], sectorIds: null };

/** A new receiver of events, and the secret of its signatures, shown this once. */
export default function NewWebhook() {
  const { t } = useTranslation("integrations");
  const [made, setMade] = useState<Made | null>(null);
  return (
    <AdminPage
      title={t(made === null ? "hooks.new" : "hooks.made")}
      hint={t("hooks.newHint")}
      back={{ href: "/", label: t("hooks.title") }}
    >
      {made === null ? (
        <WebhookForm onMade={setMade} />
      ) : (
        <AdminSection title={made.webhook.name}>
          <SecretShown label={t("hooks.secret")} hint={t("secretOnce")} secret={made.secret} />
          <Group>
            <Button component={Link} href={`/${made.webhook.id}`}>
              {t("secretKept")}
            </Button>
          </Group>
        </AdminSection>
      )}
    </AdminPage>
  );
}

function WebhookForm({ onMade }: { readonly onMade: (made: Made) => void }) {
  const { t } = useTranslation("integrations");
  const { call } = useDesk();
  const [, navigate] = useLocation();
  const changed = useWebhooksChanged();
  const keyOf = useActKey();
  const of = useContractForm<WebhookValues, Made>({
    schema: webhookRoutes.createWebhook.body,
    initial: empty,
    save: (body) => call("createWebhook", { body }, { idempotencyKey: keyOf(body) }),
    onSaved: (made) => {
      changed();
      onMade(made);
    },
    wrong: { url: t("hooks.urlWrong"), events: t("hooks.eventsMissing") },
    explain: ({ details }) => ("url" in details ? { url: t("hooks.urlRefused") } : null),
  });
  return (
    <RecordForm of={of} always submitLabel={t("hooks.create")} cancel={() => navigate("/")}>
      <WebhookFields form={of.form} />
    </RecordForm>
  );
}
