import { Button, Code, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelRecord, WebChatRecord } from "../values.ts";
import { AdminSection } from "../../../lib/ui/admin-page.tsx";
import { SecretShown } from "../../../lib/ui/secret-shown.tsx";
import { tell } from "../../../lib/ui/tell.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useErrorText, useTimeFormat } from "../../../lib/i18n/hooks.ts";

/** How long the former secret may go on, in seconds: not at all, an hour, a day, a week. */
const overlaps = ["0", "3600", "86400", "604800"] as const;

/** With what the business's site signs who a visitor is, and the way to a new secret. */
export function IdentitySection(props: {
  readonly channel: WebChatRecord;
  readonly onSaved: (channel: ChannelRecord) => void;
}) {
  const { t } = useTranslation(["channels", "common"]);
  const { call } = useDesk();
  const { dayAndHour } = useTimeFormat();
  const textOf = useErrorText();
  const { channel } = props;
  const { hint, since, formerUntil } = channel.identity;
  const [opened, setOpened] = useState(false);
  const [overlap, setOverlap] = useState<(typeof overlaps)[number]>("86400");
  const rotate = useMutation({
    mutationFn: () =>
      call("rotateIdentitySecret", {
        params: { channelId: channel.id },
        body: { overlapSeconds: Number(overlap), expectedVersion: channel.version },
      }),
    onSuccess: (answer) => props.onSaved(answer.channel),
    onError: (error) => tell({ kind: "error", text: textOf(error) }),
  });
  const close = (): void => {
    setOpened(false);
    rotate.reset();
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
      <Modal
        opened={opened}
        onClose={close}
        closeOnClickOutside={rotate.data === undefined}
        title={t("identity.rotate")}
        closeButtonProps={{ "aria-label": t("common:state.close") }}
      >
        {rotate.data === undefined ? (
          <Stack>
            <Text size="sm">{t("identity.rotateHint")}</Text>
            <Select
              label={t("identity.overlap")}
              allowDeselect={false}
              value={overlap}
              data={overlaps.map((value) => ({ value, label: t(`identity.overlaps.${value}`) }))}
              onChange={(value) => setOverlap(value ?? overlap)}
            />
            <Group justify="flex-end">
              <Button variant="subtle" color="gray" onClick={close}>
                {t("common:state.cancel")}
              </Button>
              <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
                {t("identity.make")}
              </Button>
            </Group>
          </Stack>
        ) : (
          <Stack>
            <SecretShown
              label={t("identity.secret")}
              hint={t("identity.once")}
              secret={rotate.data.identitySecret}
            />
            <Group justify="flex-end">
              <Button onClick={close}>{t("identity.kept")}</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </AdminSection>
  );
}
