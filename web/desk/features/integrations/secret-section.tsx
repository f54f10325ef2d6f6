import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { ConfirmAct } from "../../lib/ui/confirm-act.tsx";
import { SecretShown } from "../../lib/ui/secret-shown.tsx";
import { useActKey } from "../../lib/forms/use-act-key.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useTimeFormat } from "../../lib/i18n/hooks.ts";
import { useWebhooksChanged, type Webhook } from "./webhooks.ts";

/** With what deliveries are signed: a new secret, and the end of the webhook. */
export function SecretSection({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation(["integrations", "common"]);
  const { call, clock } = useDesk();
  const { dayAndHour } = useTimeFormat();
  const changed = useWebhooksChanged();
  const keyOf = useActKey();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<"rotate" | "remove" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { previousSecretUntil: until } = webhook;
  const params = { webhookId: webhook.id };
  const close = (): void => setAsking(null);
  return (
    <AdminSection
      title={t("hooks.secret")}
      hint={[
        t("hooks.secretHint", { hint: webhook.secretHint }),
        ...(until !== null && Date.parse(until) > clock()
          ? [t("hooks.former", { time: dayAndHour(until) })]
          : []),
      ].join(" ")}
    >
      <Group gap="xs">
        <Button variant="default" onClick={() => setAsking("rotate")}>
          {t("hooks.rotate")}
        </Button>
        <Button variant="subtle" color="red" onClick={() => setAsking("remove")}>
          {t("hooks.remove")}
        </Button>
      </Group>
      {asking === "rotate" ? (
        <ConfirmAct
          title={t("hooks.rotateTitle")}
          confirm={t("hooks.rotate")}
          act={async () => {
            const answer = await call(
              "rotateWebhookSecret",
              { params, body: { expectedVersion: webhook.version } },
              { idempotencyKey: keyOf(webhook.version) },
            );
            setSecret(answer.secret);
            changed();
          }}
          close={close}
        >
          <Text size="sm">{t("hooks.rotateHint")}</Text>
        </ConfirmAct>
      ) : null}
      {asking === "remove" ? (
        <ConfirmAct
          title={t("hooks.removeTitle", { name: webhook.name })}
          confirm={t("hooks.remove")}
          danger
          act={async () => {
            await call("removeWebhook", { params });
            navigate("/");
            changed();
          }}
          close={close}
        >
          <Text size="sm">{t("hooks.removeHint")}</Text>
        </ConfirmAct>
      ) : null}
      <Modal
        opened={secret !== null}
        size="lg"
        closeOnClickOutside={false}
        onClose={() => setSecret(null)}
        title={t("hooks.rotated")}
        closeButtonProps={{ "aria-label": t("common:state.close") }}
      >
        <Stack>
          <SecretShown label={t("hooks.secret")} hint={t("secretOnce")} secret={secret ?? ""} />
          <Group justify="flex-end">
            <Button onClick={() => setSecret(null)}>{t("secretKept")}</Button>
          </Group>
        </Stack>
      </Modal>
    </AdminSection>
  );
}
