import { Alert, Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PauseReasonId } from "../../../../shared/contracts/ids.ts";
import { type AgentDetail, useAgentChanged } from "./agents.ts";
import { ApiError } from "../../lib/api/error.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { usePauseReasons } from "./use-pause-reasons.ts";

interface Props {
  readonly opened: boolean;
  readonly person: AgentDetail;
  readonly onClose: () => void;
}

/** Pauses somebody on every channel; it says beforehand that nobody who holds a ticket can be paused. */
export function PauseDialog(props: Props) {
  const { t } = useTranslation(["agents", "common"]);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t("pause.title", { name: props.person.name })}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <PauseForm {...props} />
    </Modal>
  );
}

function PauseForm({ person, onClose }: Props) {
  const { t } = useTranslation(["agents", "common"]);
  const { call } = useDesk();
  const textOf = useErrorText();
  const changed = useAgentChanged();
  const reasons = usePauseReasons(true);
  const [reasonId, setReasonId] = useState<string | null>(null);
  const pause = useMutation({
    mutationFn: () =>
      call("setAgentPresence", {
        params: { agentId: person.id },
        body: { action: "pause", reasonId: reasonId as PauseReasonId | null },
      }),
    onSuccess: onClose,
    // Also when it was refused: what is shown of the person was not true any more.
    onSettled: () => changed(person.id),
  });
  const refused = pause.error instanceof ApiError && pause.error.code === "AGENT_HAS_OPEN_TICKETS";
  const holds = person.openTickets > 0 || refused;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        pause.mutate();
      }}
    >
      <Stack>
        <Text size="sm">{t("pause.hint")}</Text>
        {holds ? (
          <Alert color="yellow" role="alert" title={t("pause.holdsTitle", { name: person.name })}>
            {t("pause.holdsHint")}
          </Alert>
        ) : null}
        {pause.error === null || refused ? null : (
          <Alert color="red" role="alert">
            {textOf(pause.error)}
          </Alert>
        )}
        <Select
          label={t("pause.reason")}
          placeholder={t("pause.noReason")}
          data={reasons.map(({ id, name }) => ({ value: id, label: name }))}
          value={reasonId}
          onChange={setReasonId}
          clearable
        />
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t("common:state.cancel")}
          </Button>
          <Button type="submit" loading={pause.isPending} disabled={person.openTickets > 0}>
            {t("now.pause")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
