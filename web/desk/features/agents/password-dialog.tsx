import { Alert, Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AgentDetail, useAgentChanged } from "./agents.ts";
import { PasswordField } from "./password-field.tsx";
import { Password } from "../../../../shared/contracts/organisation.ts";
import { SecretShown } from "../../lib/ui/secret-shown.tsx";
import { newPassword } from "./new-password.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";

interface Props {
  readonly opened: boolean;
  readonly person: AgentDetail;
  readonly onClose: () => void;
}

/** Gives somebody a temporary password: sent by e-mail, or shown once so that it can be handed over. */
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
  /** What is to be handed over; undefined for one that nobody here sees. */
  const [given, give] = useState<string | undefined>(undefined);
  const [tried, setTried] = useState(false);
  const isGood = given === undefined || Password.safeParse(given).success;
  const set = useMutation({
    mutationFn: () =>
      call("setAgentPassword", {
        params: { agentId: person.id },
        body: given === undefined ? {} : { temporaryPassword: given },
      }),
    onSuccess: () => {
      void changed(person.id);
      if (given !== undefined) return;
      tell({ kind: "done", text: t("password.sent", { email: person.email }) });
      onClose();
    },
  });
  if (set.isSuccess && given !== undefined)
    return (
      <Stack>
        <SecretShown label={t("password.label")} hint={t("password.once")} secret={given} />
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
        <Radio.Group
          aria-label={t("password.how")}
          value={given === undefined ? "mail" : "given"}
          onChange={(how) => give(how === "mail" ? undefined : newPassword())}
        >
          <Stack gap="xs">
            <Radio
              value="mail"
              label={t("invite.mail")}
              description={t("password.mailHint", { email: person.email })}
            />
            <Radio value="given" label={t("invite.given")} description={t("invite.givenHint")} />
          </Stack>
        </Radio.Group>
        {given === undefined ? null : (
          <PasswordField
            value={given}
            onChange={give}
            error={tried && !isGood ? t("password.policy") : undefined}
          />
        )}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t("common:state.cancel")}
          </Button>
          <Button type="submit" loading={set.isPending}>
            {t(given === undefined ? "password.send" : "password.set")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
