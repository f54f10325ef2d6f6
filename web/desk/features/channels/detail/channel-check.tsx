import { Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AnswerOf } from "../../../lib/api/types.ts";
import type { ChannelRecord } from "../values.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { Failed } from "../../../lib/ui/states.tsx";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./channel-check.module.css";

type Check = AnswerOf<"checkChannel">["checks"][number];

const icons = { ok: IconCircleCheck, problem: IconAlertTriangle, unknown: IconHelpCircle } as const;

/** What a check is called of a web chat, where that is not what it is of a number. */
const ofWebChat: Partial<Record<Check["check"], "identity" | "visitors">> = {
  secrets: "identity",
  "last-event": "visitors",
};

/** Looks whether the channel works, and says what stops it and what to do about that. */
export function ChannelCheck({ channel }: { readonly channel: ChannelRecord }) {
  const { t } = useTranslation("channels");
  const { call } = useDesk();
  const { hour } = useTimeFormat();
  const check = useMutation({
    mutationFn: () => call("checkChannel", { params: { channelId: channel.id } }),
  });
  const { data } = check;
  return (
    <AdminSection
      title={t("check.title")}
      hint={t("check.hint")}
      actions={
        <Button variant="default" size="xs" loading={check.isPending} onClick={() => check.mutate()}>
          {t(data === undefined ? "check.run" : "check.again")}
        </Button>
      }
    >
      {check.error === null ? null : <Failed error={check.error} />}
      {data === undefined ? null : (
        <div role="status">
          <Text size="sm" fw={600} mb="xs">
            {t(data.ok ? "check.ok" : "check.notOk", { time: hour(data.checkedAt) })}
          </Text>
          <ul className={classes["checks"]}>
            {data.checks.map((it) => (
              <CheckRow key={it.check} check={it} kind={channel.kind} />
            ))}
          </ul>
        </div>
      )}
    </AdminSection>
  );
}

function CheckRow({ check, kind }: { readonly check: Check; readonly kind: ChannelRecord["kind"] }) {
  const { t } = useTranslation("channels");
  const Icon = icons[check.result];
  const word = (kind === "webchat" ? ofWebChat[check.check] : undefined) ?? check.check;
  return (
    <li className={classes["check"]} data-result={check.result}>
      <Icon size={20} stroke={1.6} aria-hidden className={classes["icon"]} />
      <div>
        <Text size="sm" fw={500}>
          {t(`check.of.${word}.title`)} · {t(`check.result.${check.result}`)}
        </Text>
        <Text size="sm" c="dimmed">
          {t(`check.of.${word}.${check.result}`)}
        </Text>
        <details className={classes["detail"]}>
          <summary>{t("check.detail")}</summary>
          {/* As the API says it: with codes and names that Meta's own pages use. */}
          <Text size="xs" lang="en">
            {check.detail}
          </Text>
        </details>
      </div>
    </li>
  );
}
