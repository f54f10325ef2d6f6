import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { tell } from "../../lib/ui/tell.ts";
import { useAuthenticatorIs } from "./state.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";

/** Turning it off, which is asked about first. */
export function TurnOff() {
  const { t } = useTranslation(["authenticator", "common"]);
  const { call } = useDesk();
  const textOf = useErrorText();
  const is = useAuthenticatorIs();
  const [asked, ask] = useState(false);
  const remove = useMutation({
    mutationFn: () => call("removeMfa", {}),
    onSuccess: () => {
      tell({ kind: "done", text: t("turnedOff") });
      is(false);
    },
  });
  if (!asked)
    return (
      <Group justify="flex-end">
        <Button variant="default" onClick={() => ask(true)}>
          {t("turnOff")}
        </Button>
      </Group>
    );
  return (
    <Stack>
      <Text size="sm" fw={500}>
        {t("offQuestion")}
      </Text>
      {remove.error === null ? null : (
        <Alert color="red" role="alert">
          {textOf(remove.error)}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="subtle" color="gray" onClick={() => ask(false)} autoFocus>
          {t("common:state.cancel")}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t("turnOff")}
        </Button>
      </Group>
    </Stack>
  );
}
