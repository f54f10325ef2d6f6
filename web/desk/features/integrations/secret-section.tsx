import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { ConfirmAct } from "../../lib/ui/confirm-act.tsx";
import { RotateSecret } from "../../lib/ui/rotate-secret.tsx";
import { useActKey } from "../../lib/forms/use-act-key.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useTimeFormat } from "../../lib/i18n/hooks.ts";
import { useWebhooksChanged, type Webhook } from "./webhooks.ts";

/** With what deliveries are signed: a new secret, and the end of the webhook. */
export function SecretSection({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation("integrations");
  const { call, clock } = useDesk();
  const { dayAndHour } = useTimeFormat();
  const changed = useWebhooksChanged();
  const keyOf = useActKey();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<"rotate" | "remove" | null>(null);
  const { previousSecretUntil: until } = webhook;
  const params = { webhookId: webhook.id };
  const close = (): void => setAsking(null);
  const rotate = async (overlapSeconds: number): Promise<string> => {
    const body = { overlapSeconds, expectedVersion: webhook.version };
    const answer = await call("rotateWebhookSecret", { params, body }, { idempotencyKey: keyOf(body) });
    changed();
    return answer.secret;
  };
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
        <RotateSecret
          title={t("hooks.rotateTitle")}
          hint={t("hooks.rotateHint")}
          overlap={t("hooks.overlap")}
          overlapOf={(seconds) => t(`hooks.overlaps.${seconds}`)}
          confirm={t("hooks.rotate")}
          secret={{
            title: t("hooks.rotated"),
            label: t("hooks.secret"),
            hint: t("secretOnce"),
            kept: t("secretKept"),
          }}
          rotate={rotate}
          // The desk itself may have changed it: who answers 410 is paused.
          failed={changed}
          onClose={close}
        />
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
    </AdminSection>
  );
}
