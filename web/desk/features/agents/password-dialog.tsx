import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AgentDetail, useAgentChanged } from "./agents.ts";
import { PasswordField } from "./password-field.tsx";
import { Password } from "../../../../shared/contracts/organisation.ts";
import { SecretShown } from "../../lib/ui/secret-shown.tsx";
import { newPassword } from "./new-password.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";

interface Props {
  readonly opened: boolean;
  readonly person: AgentDetail;
  readonly onClose: () => void;
}

/** Gives somebody a temporary password, which is shown once so that it can be handed over. */
export function PasswordDialog(props: Props) {
  const { t } = useTranslation(["agents", "common"]);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t("password.title", { name: props.person.name })}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <PasswordForm {...props} />
    </Modal>
  );
}

function PasswordForm({ person, onClose }: Props) {
  const { t } = useTranslation(["agents", "common"]);
  const { call } = useDesk();
  const textOf = useErrorText();
  const changed = useAgentChanged();
  const [password, setPassword] = useState(newPassword);
  const [tried, setTried] = useState(false);
  const isGood = Password.safeParse(password).success;
  const set = useMutation({
    mutationFn: () =>
      call("setAgentPassword", { params: { agentId: person.id }, body: { temporaryPassword: password } }),
    onSuccess: () => changed(person.id),
  });
  if (set.isSuccess)
    return (
      <Stack>
        <SecretShown label={t("password.label")} hint={t("password.once")} secret={password} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("common:state.close")}</Button>
        </Group>
      </Stack>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isGood) set.mutate();
      }}
    >
      <Stack>
        <Text size="sm">{t("password.hint")}</Text>
        {set.error === null ? null : (
          <Alert color="red" role="alert">
            {textOf(set.error)}
          </Alert>
        )}
        <PasswordField
          value={password}
          onChange={setPassword}
          error={tried && !isGood ? t("password.policy") : undefined}
        />
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t("common:state.cancel")}
          </Button>
          <Button type="submit" loading={set.isPending}>
            {t("password.set")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
