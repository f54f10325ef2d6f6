import { Alert, Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useErrorText } from "../../../lib/i18n/hooks.ts";

/** The end of every dialogue's form: what went wrong, and the way back and on. */
export function FormEnd(props: {
  readonly error: unknown;
  readonly busy: boolean;
  readonly confirm: string;
  readonly disabled?: boolean;
  /** Something is lost by going on. */
  readonly danger?: boolean;
  readonly leave: () => void;
}) {
  const { t } = useTranslation("common");
  const textOf = useErrorText();
  return (
    <>
      {props.error === null ? null : (
        <Alert color="red" role="alert">
          {textOf(props.error)}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="subtle" color="gray" onClick={props.leave}>
          {t("state.cancel")}
        </Button>
        <Button
          type="submit"
          // For forms without a field: the first one that asks for the focus has it.
          data-autofocus
          loading={props.busy}
          disabled={props.disabled ?? false}
          {...(props.danger === true ? { color: "red" } : {})}
        >
          {props.confirm}
        </Button>
      </Group>
    </>
  );
}
