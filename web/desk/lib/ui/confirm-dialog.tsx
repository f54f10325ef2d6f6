import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "../i18n/hooks.ts";

/** Asks before something that is not easily undone: what will happen, the way out first, and what went wrong if it did. */
export function ConfirmDialog(props: {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** What the person agrees to, in a word or two. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly busy?: boolean;
  readonly error?: unknown;
  /** Something is lost by it. */
  readonly danger?: boolean;
}) {
  const { t } = useTranslation("common");
  const textOf = useErrorText();
  const { error = null, busy = false, danger = false } = props;
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      <Stack>
        {props.children}
        {error === null ? null : (
          <Alert color="red" role="alert">
            {textOf(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={props.onClose} data-autofocus>
            {t("state.cancel")}
          </Button>
          <Button {...(danger ? { color: "red" } : {})} loading={busy} onClick={props.onConfirm}>
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
