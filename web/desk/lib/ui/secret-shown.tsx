import { Alert, Stack, Text } from "@mantine/core";
import { SecretText } from "./secret-text.tsx";

/** A secret that is shown this one time, with a button that copies it. It is kept nowhere. */
export function SecretShown(props: {
  readonly label: string;
  readonly hint: string;
  readonly secret: string;
}) {
  return (
    <Stack gap="xs">
      <Alert color="yellow">
        <Text size="sm">{props.hint}</Text>
      </Alert>
      <SecretText label={props.label} secret={props.secret} />
    </Stack>
  );
}
