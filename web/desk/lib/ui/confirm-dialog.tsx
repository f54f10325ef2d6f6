import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "../i18n/hooks.ts";

/** Asks before something that cannot be taken back, does it, and says so where it failed. It is open while it is there. */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirm: string;
  /** Whether something is lost by it. */
  readonly danger?: boolean;
  readonly act: () => Promise<unknown>;
  readonly close: () => void;
}) {
  const { t } = useTranslation("common");
  const textOf = useErrorText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const act = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await props.act();
      props.close();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={props.close}
      title={props.title}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      <Stack>
        <Text component="div" size="sm">
          {props.children}
        </Text>
        {error === null ? null : (
          <Alert color="red" role="alert">
            {textOf(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={props.close} data-autofocus>
            {t("state.cancel")}
          </Button>
          <Button
            {...(props.danger === true ? { color: "red" } : {})}
            loading={busy}
            onClick={() => void act()}
          >
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
