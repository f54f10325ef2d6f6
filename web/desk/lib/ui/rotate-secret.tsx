import { Alert, Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/error.ts";
import { SecretDialog } from "./secret-dialog.tsx";
import { useErrorText } from "../i18n/hooks.ts";

/** How long the former secret may go on, in seconds: not at all, an hour, a day, a week. */
const overlaps = ["0", "3600", "86400", "604800"] as const;
type Overlap = (typeof overlaps)[number];

/**
 * Asks how long the former secret may go on, makes the next and shows it this once. While one is being made the dialog stays: the
 * secret of who left would be lost.
 */
export function RotateSecret(props: {
  readonly title: string;
  readonly hint: string;
  readonly overlap: string;
  readonly overlapOf: (seconds: Overlap) => string;
  readonly confirm: string;
  /** The secret's name, that it is shown once, and what the person says who has it by now. */
  readonly secret: {
    readonly title: string;
    readonly label: string;
    readonly hint: string;
    readonly kept: string;
  };
  /** Makes it, and tells it. */
  readonly rotate: (overlapSeconds: number) => Promise<string>;
  /** It failed, perhaps because the record is another by now: it is to be asked for again. */
  readonly failed: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("common");
  const textOf = useErrorText();
  const [overlap, setOverlap] = useState<Overlap>("86400");
  const rotate = useMutation({
    mutationFn: () => props.rotate(Number(overlap)),
    // Without an answer it may have been made: the same act once more tells what became of it.
    onError(error) {
      if (!(error instanceof ApiError && error.code === "UNREACHABLE")) props.failed();
    },
  });
  const busy = rotate.isPending;
  if (rotate.data !== undefined)
    return <SecretDialog {...props.secret} secret={rotate.data} onClose={props.onClose} />;
  return (
    <Modal
      opened
      onClose={props.onClose}
      closeOnClickOutside={!busy}
      closeOnEscape={!busy}
      title={props.title}
      closeButtonProps={{ "aria-label": t("state.close"), disabled: busy }}
    >
      <Stack>
        <Text size="sm">{props.hint}</Text>
        <Select
          label={props.overlap}
          allowDeselect={false}
          value={overlap}
          data={overlaps.map((value) => ({ value, label: props.overlapOf(value) }))}
          onChange={(value) => setOverlap(value ?? overlap)}
        />
        {rotate.error === null ? null : (
          <Alert color="red" role="alert">
            {textOf(rotate.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" disabled={busy} onClick={props.onClose}>
            {t("state.cancel")}
          </Button>
          <Button loading={busy} onClick={() => rotate.mutate()}>
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
