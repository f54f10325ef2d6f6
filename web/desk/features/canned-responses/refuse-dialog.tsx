import { Alert, Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CannedResponse, useCannedChanged } from "./canned.ts";
import { ApiError } from "../../lib/api/error.ts";
import { askFirst, useLeaveGuard } from "../../lib/forms/leave.ts";
import { isDecided } from "./approval.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";

interface Props {
  readonly opened: boolean;
  readonly response: CannedResponse;
  readonly onClose: () => void;
}

/** As long as a reason may be. */
const most = 500;

/** Refuses a suggestion with a reason, which who made it reads. */
export function RefuseDialog(props: Props) {
  const { t } = useTranslation(["canned-responses", "common"]);
  return (
    <Modal
      opened={props.opened}
      onClose={() => askFirst(props.onClose)}
      title={t("refuse.title", { shortcut: props.response.shortcut })}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <RefuseForm {...props} />
    </Modal>
  );
}

function RefuseForm({ response, onClose }: Props) {
  const { t } = useTranslation(["canned-responses", "common"]);
  const { call } = useDesk();
  const textOf = useErrorText();
  const changed = useCannedChanged();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const missing = reason.trim() === "";
  const letGo = useLeaveGuard(!missing);
  const refuse = useMutation({
    mutationFn: () =>
      call("decideCannedResponse", {
        params: { cannedResponseId: response.id },
        body: { decision: "reject", reason, expectedVersion: response.version },
      }),
    onSuccess: () => {
      letGo();
      onClose();
      changed();
    },
    onError(error) {
      if (!(error instanceof ApiError)) return;
      // The suggestion leaves the list, and the dialog with it.
      if (isDecided(error)) tell({ kind: "error", text: t("decide.already") });
      if (error.code === "VERSION_CONFLICT" || error.code === "NOT_FOUND") changed();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!missing) refuse.mutate();
      }}
    >
      <Stack>
        {refuse.error === null ? null : (
          <Alert color="red" role="alert">
            {isDecided(refuse.error) ? t("decide.already") : textOf(refuse.error)}
          </Alert>
        )}
        <Textarea
          label={t("refuse.reason")}
          description={t("refuse.hint")}
          autosize
          minRows={3}
          maxLength={most}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && missing ? t("refuse.missing") : undefined}
        />
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={() => askFirst(onClose)}>
            {t("common:state.cancel")}
          </Button>
          <Button type="submit" color="red" loading={refuse.isPending}>
            {t("decide.refuse")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
