import { ActionIcon, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CannedResponse, useCannedChanged } from "./canned.ts";
import { ConfirmDialog } from "../../lib/ui/confirm-dialog.tsx";
import { useDesk } from "../../lib/desk/context.ts";

/** Takes a response out of use, or a suggestion of one's own back. */
export function RemoveButton({ response }: { readonly response: CannedResponse }) {
  const { t } = useTranslation("canned-responses");
  const { call } = useDesk();
  const changed = useCannedChanged();
  const [asking, setAsking] = useState(false);
  const { shortcut } = response;
  const word = response.state.kind === "suggested" ? "withdraw" : "remove";
  const remove = useMutation({
    mutationFn: () => call("removeCannedResponse", { params: { cannedResponseId: response.id } }),
    onSuccess: () => {
      setAsking(false);
      changed();
    },
  });
  return (
    <>
      <ActionIcon
        data-hint={t(`${word}.label`, { shortcut })}
        variant="subtle"
        color="gray"
        aria-label={t(`${word}.label`, { shortcut })}
        onClick={() => setAsking(true)}
      >
        <IconTrash size={18} stroke={1.6} />
      </ActionIcon>
      <ConfirmDialog
        opened={asking}
        title={t(`${word}.title`, { shortcut })}
        confirm={t(`${word}.confirm`)}
        onConfirm={() => remove.mutate()}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
        busy={remove.isPending}
        error={remove.error}
        danger
      >
        <Text size="sm">{t(`${word}.hint`)}</Text>
      </ConfirmDialog>
    </>
  );
}
