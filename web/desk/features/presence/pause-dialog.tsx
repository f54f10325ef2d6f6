import { Alert, Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../lib/directory/directory.ts";
import type { PauseReasonId } from "../../../../shared/contracts/ids.ts";
import { durationShown, listed } from "./words-of.ts";
import { Failed, Loading } from "../../lib/ui/states.tsx";
import type { MyPresence } from "../../lib/presence/use-presence.ts";
import { sharingWith, statusOn } from "../../lib/presence/rules.ts";
import { useLocale } from "../../lib/i18n/hooks.ts";
import { usePauseReasons } from "./use-pause-reasons.ts";

interface Props {
  readonly mine: MyPresence;
  /** What is to be paused; their groups go along. */
  readonly channels: readonly Channel[];
  readonly isPending: boolean;
  readonly leave: () => void;
  readonly pause: (reasonId: PauseReasonId | null) => void;
}

/** Asks why the person pauses, and says which other channels pause too. */
export default function PauseDialog(props: Props) {
  const { t } = useTranslation(["presence", "common"]);
  const [only, ...others] = props.channels;
  return (
    <Modal
      opened
      onClose={props.leave}
      title={
        only === undefined || others.length > 0 ? t("pause.titleAll") : t("pause.title", { name: only.name })
      }
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <PauseForm {...props} />
    </Modal>
  );
}

function PauseForm({ mine, channels, isPending, leave, pause }: Props) {
  const { t } = useTranslation(["presence", "common"]);
  const locale = useLocale();
  const reasons = usePauseReasons();
  const [reasonId, setReasonId] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  // Where the person is offline nothing changes.
  const also = alsoPaused(mine, channels).map(({ name }) => name);
  if (reasons.data === undefined)
    return reasons.error === null ? (
      <Loading />
    ) : (
      <Failed error={reasons.error} retry={() => void reasons.refetch()} />
    );
  const missing = reasonId === null && reasons.data.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!missing) pause(reasonId as PauseReasonId | null);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {also.length === 0 ? null : (
          <Alert color="orange">{t("pause.also", { names: listed(also, locale) })}</Alert>
        )}
        {reasons.data.length === 0 ? (
          <Text size="sm">{t("pause.noReasons")}</Text>
        ) : (
          <Radio.Group
            label={t("pause.reasons")}
            value={reasonId}
            onChange={setReasonId}
            error={tried && missing ? t("pause.choose") : null}
          >
            <Stack gap="sm" my="xs">
              {reasons.data.map(({ id, name, suggestedSeconds }, index) => (
                <Radio
                  key={id}
                  value={id}
                  label={name}
                  {...(index === 0 ? { "data-autofocus": true } : {})}
                  {...(suggestedSeconds === null
                    ? {}
                    : {
                        description: t("pause.suggested", {
                          duration: durationShown(suggestedSeconds, locale),
                        }),
                      })}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Text size="xs" c="dimmed">
          {t("pause.stay")}
        </Text>
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={leave}>
            {t("common:state.cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("pause.confirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The channels that pause with these although nobody named them. */
const alsoPaused = (mine: MyPresence, channels: readonly Channel[]): readonly Channel[] => {
  const named = new Set(channels.map(({ id }) => id));
  const sharing = channels.flatMap(({ id }) => sharingWith(mine.every, mine.queues, id));
  return mine.every.filter(
    ({ id }) => !named.has(id) && statusOn(mine.known, id) === "online" && sharing.some((it) => it.id === id),
  );
};
