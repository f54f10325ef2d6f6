import { ActionIcon, TextInput } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { newPassword } from "./new-password.ts";

/** A temporary password: in sight, since it is to be handed over, and made up on demand. */
export function PasswordField(props: {
  readonly value: string;
  readonly onChange: (password: string) => void;
  readonly error: React.ReactNode;
}) {
  const { t } = useTranslation("agents");
  return (
    <TextInput
      label={t("password.label")}
      description={t("password.policy")}
      autoComplete="off"
      spellCheck={false}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={props.error}
      rightSection={
        <ActionIcon
          data-hint={t("password.another")}
          variant="subtle"
          color="gray"
          aria-label={t("password.another")}
          onClick={() => props.onChange(newPassword())}
        >
          <IconRefresh size={16} stroke={1.6} />
        </ActionIcon>
      }
    />
  );
}
