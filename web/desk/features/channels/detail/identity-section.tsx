import { Button, Code, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelRecord, WebChatRecord } from "../values.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { RotateSecret } from "../../../lib/ui/rotate-secret.tsx";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";

/** With what the business's site signs who a visitor is, and the way to a new secret. */
export function IdentitySection(props: {
  readonly channel: WebChatRecord;
  readonly onSaved: (channel: ChannelRecord) => void;
  /** The channel may be another by now. */
  readonly onStale: () => void;
}) {
  const { t } = useTranslation("channels");
  const { call } = useDesk();
  const { dayAndHour } = useTimeFormat();
  const { channel } = props;
  const { hint, since, formerUntil } = channel.identity;
  const [opened, setOpened] = useState(false);
  const rotate = async (overlapSeconds: number): Promise<string> => {
    const answer = await call("rotateIdentitySecret", {
      params: { channelId: channel.id },
      body: { overlapSeconds, expectedVersion: channel.version },
    });
    props.onSaved(answer.channel);
    return answer.identitySecret;
  };
  return (
    <AdminSection
      title={t("identity.title")}
      hint={t("identity.hint")}
      actions={
        <Button variant="default" size="xs" onClick={() => setOpened(true)}>
          {t("identity.rotate")}
        </Button>
      }
    >
      <Text size="sm">
        {t("identity.ends")} <Code>…{hint}</Code> · {t("identity.since", { time: dayAndHour(since) })}
        {formerUntil === null ? null : ` · ${t("identity.former", { time: dayAndHour(formerUntil) })}`}
      </Text>
      {opened ? (
        <RotateSecret
          title={t("identity.rotate")}
          hint={t("identity.rotateHint")}
          overlap={t("identity.overlap")}
          overlapOf={(seconds) => t(`identity.overlaps.${seconds}`)}
          confirm={t("identity.make")}
          secret={{
            title: t("identity.rotate"),
            label: t("identity.secret"),
            hint: t("identity.once"),
            kept: t("identity.kept"),
          }}
          rotate={rotate}
          failed={props.onStale}
          onClose={() => setOpened(false)}
        />
      ) : null}
    </AdminSection>
  );
}
