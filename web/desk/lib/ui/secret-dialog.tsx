import { Button, Group, Modal, Stack } from "@mantine/core";
import { SecretShown } from "./secret-shown.tsx";

/** Shows a secret this one time, in a dialog that closes by its button only: no key and no click beside it takes the secret away. */
export function SecretDialog(props: {
  readonly title: string;
  readonly label: string;
  readonly hint: string;
  readonly secret: string;
  /** What the person says who has it by now. */
  readonly kept: string;
  readonly onClose: () => void;
}) {
  return (
    <Modal
      opened
      size="lg"
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      onClose={props.onClose}
      title={props.title}
    >
      <Stack>
        <SecretShown label={props.label} hint={props.hint} secret={props.secret} />
        <Group justify="flex-end">
          <Button onClick={props.onClose}>{props.kept}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
